/** The documented data centres by host (specs/data-centres.yaml). Knows no target and no token. */

import { ContractError } from '../model/errors.ts';
import { loadSources } from './sources.ts';
import { closedMap, items, type Located, readYaml, repositoryPath, text } from './yaml.ts';

export interface DataCentre {
  readonly centre: string;
  readonly environment: 'production' | 'implementation';
}

export interface DataCentres {
  /** The data centre a host belongs to; `documented` is false for a name below the domain that no document lists. */
  of(host: string): (DataCentre & { readonly documented: boolean }) | undefined;
}

function hosts(list: Located, environment: DataCentre['environment']): readonly (readonly [string, DataCentre])[] {
  return items(list).map((entry) => {
    const { host, centre } = closedMap(entry, ['host', 'centre']);
    return [text(host), { centre: text(centre), environment }];
  });
}

/** Names are compared without case and without a trailing dot. */
export function loadDataCentres(): DataCentres {
  const file = readYaml(repositoryPath('specs', 'data-centres.yaml'));
  const keys = closedMap(file, ['source', 'domain', 'production', 'implementation']);
  const source = text(closedMap(keys.source, ['document', 'section']).document);
  if (!loadSources(repositoryPath('specs', 'sources.yaml')).some((one) => one.id === source)) {
    throw new ContractError(`specs/data-centres.yaml cites the unknown document ${source}.`, 'Add it to sources.yaml.');
  }
  const known = new Map([...hosts(keys.production, 'production'), ...hosts(keys.implementation, 'implementation')]);
  const domain = text(keys.domain);
  return {
    of(host) {
      const name = host.toLowerCase().replace(/\.$/, '');
      const found = known.get(name);
      if (found) return { ...found, documented: true };
      if (name !== domain && !name.endsWith(`.${domain}`)) return undefined;
      return { centre: 'unknown', environment: 'production', documented: false };
    },
  };
}
