/**
 * `npm run prove [-- --revision R] [ID ...]`: every fault against every case, in process. A fault must turn the
 * requirement it names red, and no other requirement may change its verdict; every variant must stay green.
 */

import { parseArgs } from 'node:util';
import { loadContract } from '../contract/load.ts';
import { oneOf } from '../harness/flags.ts';
import { loadFaults } from '../mock/faults/catalogue.ts';
import { listVariants } from '../mock/variants.ts';
import { DEFAULT_REVISION, REVISIONS } from '../model/requirement.ts';
import { type InProcessResult, judgeInProcess } from './judge-in-process.ts';

const { values, positionals } = parseArgs({
  options: { revision: { type: 'string', default: DEFAULT_REVISION } },
  allowPositionals: true,
});
const revision = oneOf('revision', values.revision, REVISIONS);
const wanted = new Set(positionals);
const selected = (id: string) => wanted.size === 0 || wanted.has(id);

const verdictsOf = (result: InProcessResult) => new Map(result.requirements.map((one) => [one.id, one.verdict]));
const clean = verdictsOf(await judgeInProcess({ revision }));
const changed = (result: InProcessResult) =>
  [...verdictsOf(result)]
    .filter(([id, verdict]) => clean.get(id) !== verdict)
    .map(([id, verdict]) => `${id} ${verdict}`);

const holding = new Set(loadContract(revision).requirements.map((one) => one.id));
const faults = (await loadFaults()).filter(
  (one) => selected(one.id) && holding.has(one.violates) && (one.revisions?.includes(revision) ?? true),
);
let bad = 0;
for (const fault of faults) {
  const result = await judgeInProcess({ revision, faults: [fault.id] });
  const all = changed(result);
  const seen = all.includes(`${fault.violates} fail`);
  const others = all.filter((one) => one !== `${fault.violates} fail`);
  // What the fault made impossible to judge is told; what it turned red besides is collateral.
  const collateral = others.filter((one) => one.endsWith(' fail'));
  if (!seen || collateral.length > 0) bad += 1;
  if (seen && others.length === 0) continue;
  const verdict = seen ? 'seen' : `NOT SEEN on ${fault.violates}`;
  const shown = [
    ...(collateral.length > 0 ? [`ALSO RED ${collateral.join(', ')}`] : []),
    ...(others.length > collateral.length
      ? [`no longer judged: ${others.filter((one) => !one.endsWith(' fail')).join(', ')}`]
      : []),
  ];
  console.log(`${fault.id}: ${[verdict, ...shown].join('; ')}`);
}
const variants = listVariants().filter((one) => selected(one.id));
for (const variant of variants) {
  const { violations, warnings } = await judgeInProcess({ revision, variants: [variant.id] });
  if (violations.length === 0) {
    if (warnings.length > 0) console.log(`variant ${variant.id}: warnings ${warnings.join(', ')}`);
    continue;
  }
  bad += 1;
  console.log(`variant ${variant.id}: FALSE ALARM ${violations.join(', ')}`);
}
console.log(`${revision}: ${faults.length} faults and ${variants.length} variants, ${bad} to look at`);
process.exitCode = bad === 0 ? 0 : 1;
