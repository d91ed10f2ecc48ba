/**
 * What the endpoints that describe the service answer. Shapes are the schemas' business; here stand presence,
 * completeness and what is only recorded.
 */

import { URN } from '../contract/contract.ts';
import { type Exchange, jsonOf } from '../model/exchange.ts';
import { type Finding, fail, judged, pass, unmet } from '../model/finding.ts';
import { countOf, equalJson, isArray, isObject, type Json, type JsonObject, member, pointer } from '../model/json.ts';

/** Answered with 200 and JSON. A refused token is another area's subject. */
export function answersJson(exchange: Exchange): Finding {
  const { status, body } = exchange.response;
  if (status === 401 || status === 403) return unmet('the token was refused for this endpoint');
  if (status !== 200) {
    return fail({
      message: `The endpoint is documented and answered ${status}.`,
      expected: 200,
      actual: status,
      exchange,
    });
  }
  if (body.kind === 'json') return pass();
  return fail({ message: 'The answer is not JSON.', expected: 'JSON', actual: body.kind, exchange });
}

/** The JSON of any success: which success it is has a requirement of its own. */
function readable(exchange: Exchange): Json | undefined {
  const { status } = exchange.response;
  return status >= 200 && status < 300 ? jsonOf(exchange) : undefined;
}

/** As many form fields as totalResults says (ruling 181). */
export function completeList(exchange: Exchange): Finding {
  const body = readable(exchange);
  const listed = member(body, 'Resources');
  const total = countOf(member(body, 'totalResults'));
  if (!isArray(listed) || total === undefined) return unmet('the form fields came as no list with a total');
  if (listed.length === total) return pass();
  const message = `totalResults says ${total}, the answer holds ${listed.length} form fields.`;
  return fail({ message, pointer: '/totalResults', expected: listed.length, actual: total, exchange });
}

/** Whether naming a user changes the form fields (ruling 182). */
export function userFields(seen: { readonly company: Exchange; readonly user: Exchange | undefined }): Finding {
  const { company, user } = seen;
  if (user === undefined) return unmet('the target lists no user to name', 'tenant data');
  if (user.response.status !== 200) return pass(`answered ${user.response.status}`);
  const [all, own] = [readable(company), readable(user)];
  if (all === undefined || own === undefined) return unmet('the form fields came as no JSON');
  return pass(equalJson(all, own) ? 'the same for the user' : 'others for the user');
}

/** Entries of a bare list or of a list response (rulings 177, 178); undefined for anything else. */
function entriesOf(body: Json | undefined): readonly JsonObject[] | undefined {
  const listed = isArray(body) ? body : member(body, 'Resources');
  return isArray(listed) ? listed.filter((one) => isObject(one)) : undefined;
}

const SPEND_EXTENSIONS = [
  URN.spendUser,
  URN.payroll,
  URN.approver,
  URN.delegate,
  URN.role,
  URN.workflowPreference,
  URN.userPreference,
];

/** The resource type of users names the spend extensions the documented example names (ruling 177). */
export function listsSpendExtensions(exchange: Exchange): Finding {
  const entries = entriesOf(readable(exchange));
  if (entries === undefined) return unmet('the resource types came as no list');
  const index = entries.findIndex((one) => one.schema === URN.coreUser || one.name === 'User');
  const users = entries[index];
  if (users === undefined) {
    return fail({ message: 'No resource type describes users.', expected: URN.coreUser, actual: null, exchange });
  }
  const listed = users.schemaExtensions ?? users.attributes;
  const named = (isArray(listed) ? listed : []).map((one) => member(one, 'schema'));
  const missing = SPEND_EXTENSIONS.filter((urn) => !named.includes(urn));
  return judged(
    missing.map((urn) => ({
      message: 'The resource type of users does not list a spend extension.',
      pointer: pointer(index, 'schemaExtensions'),
      expected: urn,
      actual: named.length,
      exchange,
    })),
  );
}

/** How many schemas are described, counting through the wrappings the documents show (ruling 178). */
export function schemaCount(exchange: Exchange): Finding {
  const entries = entriesOf(readable(exchange));
  if (entries === undefined) return unmet('the schemas came as no list');
  const schemas = entries.flatMap((one) => entriesOf(one) ?? [one]);
  const spend = schemas.filter((one) => typeof one.id === 'string' && one.id.includes(':extension:spend:'));
  return pass(`${schemas.length} schemas, ${spend.length} of them of spend extensions`);
}

/** What the role codes endpoint answers (ruling 8). */
export function roleCodesSeen(exchange: Exchange): Finding {
  const { status, body } = exchange.response;
  if (status !== 200) return pass(`answered ${status}`);
  if (body.kind !== 'json') return pass('200 without JSON');
  const entries = isArray(body.value) ? body.value : member(body.value, 'Resources');
  return pass(isArray(entries) ? '200 with a JSON list' : '200 with JSON that is no list');
}
