/** Legal sets of roles for the seed users: documented codes, prerequisites present, exclusions respected. */

import type { RoleFacts } from '../../contract/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import { cycle } from './values.ts';

/** Roles that approve something; managers hold them. */
const APPROVING = ['EXP_APPROVER', 'REQ_APPROVER', 'INV_APPROVER', 'INV_PURCH_REQ_APPROVER', 'SHD_BUDGET_APPROVER'];
const GROUPS = ['R&D-Dev-Exp', 'R&D-QA-Exp', 'Vertrieb (Süd)'] as const;

/** Whether a set of codes keeps every exclusion and prerequisite. */
export function isLegal(codes: readonly string[], facts: RoleFacts): boolean {
  const held = new Set(codes);
  return (
    facts.exclusions.every((set) => set.filter((code) => held.has(code)).length <= 1) &&
    facts.prerequisites.every(({ code, needs }) => !held.has(code) || needs.every((need) => held.has(need)))
  );
}

function withNeeds(codes: readonly string[], facts: RoleFacts): readonly string[] {
  const held = new Set(codes);
  for (const { code, needs } of facts.prerequisites) if (held.has(code)) for (const need of needs) held.add(need);
  return [...held];
}

/** Of two processor roles only the higher one counts, so the seed users hold one of them. */
function isPlain(codes: readonly string[]): boolean {
  return !(codes.includes('EXP_PROCESSOR_ADMIN') && codes.includes('EXP_PROCESSOR'));
}

/** How roles are picked in one revision: every code turns up somewhere, always in a legal set. */
export function rolePicker(facts: RoleFacts): (position: number, manager: boolean) => readonly JsonObject[] {
  const codes = facts.codes.map((one) => one.code);
  const aware = new Set(facts.codes.filter((one) => one.groupAware).map((one) => one.code));
  const entry = (code: string, position: number): JsonObject => {
    if (!aware.has(code)) return position % 3 === 0 ? { roleName: code, roleGroups: [] } : { roleName: code };
    const groups = [[''], [cycle(GROUPS, position)], [...GROUPS.slice(0, 2)], [], ['', cycle(GROUPS, position + 1)]];
    return { roleName: code, roleGroups: cycle(groups, position) };
  };
  return (position, manager) => {
    let held: readonly string[] = manager ? APPROVING.filter((code) => codes.includes(code)) : [];
    for (let step = 0; step < 1 + (position % 3); step += 1) {
      const wider = withNeeds([...held, cycle(codes, position + step * 31)], facts);
      if (isLegal(wider, facts) && isPlain(wider)) held = wider;
    }
    return held.map((code, index) => entry(code, position + index));
  };
}
