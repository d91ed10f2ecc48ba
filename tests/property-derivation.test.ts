/** Derived schemas against the tables they come from: what a table allows is accepted, what one row forbids is not. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadTables } from '../src/contract/tables.ts';
import { createSchemaSet } from '../src/contract/validators.ts';
import { REVISIONS } from '../src/model/requirement.ts';
import { holds } from './fixtures/property.ts';
import { corruptionsOf, withoutAlternatives } from './fixtures/table-corruptions.ts';
import { type Documented, instanceOf, rowsOf } from './fixtures/table-instances.ts';

const tables = loadTables();

describe.each(REVISIONS)('the schemas of %s', (revision) => {
  const here: Documented = { tables: new Map(tables.map((one) => [one.id, one])), revision };
  const schemas = createSchemaSet(revision);
  const held = tables.filter((one) => one.revisions.includes(revision));

  test('accept whatever the tables allow', async () => {
    for (const { id } of held) {
      const validate = schemas.validator(id);
      await holds(
        8,
        fc.property(instanceOf(id, here), (value) => {
          expect(validate(value), `${id}: ${JSON.stringify(validate.errors?.[0]?.instancePath)}`).toBe(true);
        }),
      );
    }
  });

  test('refuse whatever one row forbids', async () => {
    for (const table of held) {
      const validate = schemas.validator(table.id);
      for (const row of rowsOf(table, here)) {
        for (const { kind, spoil } of corruptionsOf(table, row, here)) {
          await holds(
            2,
            fc.property(instanceOf(table.id, here).chain(spoil), (value) => {
              expect(validate(value), `${table.id}.${row.name}: ${kind}`).toBe(false);
            }),
          );
        }
      }
    }
  });

  test('refuse an object without any of the members of which it needs one', async () => {
    for (const table of held.filter((one) => one.atLeastOneOf.length > 0)) {
      const validate = schemas.validator(table.id);
      expect(validate(withoutAlternatives(table, {})), table.id).toBe(false);
      await holds(
        5,
        fc.property(instanceOf(table.id, here), (value) => {
          expect(validate(withoutAlternatives(table, value)), table.id).toBe(false);
        }),
      );
    }
  });
});
