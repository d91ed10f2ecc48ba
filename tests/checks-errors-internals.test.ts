import { describe, expect, test } from 'vitest';
import { noInternals } from '../src/checks/errors-internals.ts';
import { contract, exchangeOf, scimError } from './fixtures/error-exchange.ts';

const inspect = noInternals('retrieval');
const detail = (text: string, status = 400) =>
  inspect(exchangeOf({ status, json: scimError(status, { detail: text }) }), contract) ?? [];

describe('what tells about the inside of a server', () => {
  test.each([
    ['Java frame', 'Oops\n\tat com.acme.users.UserService.find(UserService.java:42)'],
    ['Java frame of a module', 'at java.base/java.lang.Thread.run(Thread.java:829)'],
    ['native frame', 'at jdk.internal.reflect.DirectMethodHandleAccessor.invoke(Native Method)'],
    ['Node frame', 'TypeError: x\n    at Object.find (/srv/app/users.js:10:5)'],
    ['Node frame without a function', '    at node:internal/process/task_queues:95:5'],
    ['Windows frame', '    at find (C:\\app\\users.js:10:5)'],
    ['Python trace', 'Traceback (most recent call last):\n  File "x"'],
    ['.NET frame', 'at Acme.Users.Find(String id) in /src/Users.cs:line 12'],
    ['Go trace', 'goroutine 12 [running]:\nmain.find'],
    ['Ruby frame', "users.rb:10:in `find'"],
    ['PHP trace', 'Stack trace:\n#0 /var/www/x.php(12)'],
    ['exception class', 'org.acme.users.UserNotFoundException: no'],
    ['.NET exception', 'System.NullReferenceException'],
    ['class name', 'Cannot construct com.fasterxml.jackson.databind.JsonNode here'],
    ['SQL', 'SELECT id, name FROM spend_user WHERE id = 1'],
    ['SQL update', 'UPDATE spend_user SET country = 1'],
    ['Oracle error', 'ORA-00942: table or view does not exist'],
    ['SQL state', 'SQLSTATE[42S02]'],
    ['Windows path', 'could not open C:\\inetpub\\wwwroot\\web.config'],
    ['path', 'could not open /opt/spend/conf/app.properties'],
  ])('%s', (_name, text) => {
    expect(detail(text)).toHaveLength(1);
  });

  test('a frame in any member of any error, a 500 too', () => {
    const problems = inspect(
      exchangeOf({ status: 500, json: { error: { trace: ['ok', 'at a.b.C.d(C.java:1)'] } } }),
      contract,
    );
    expect(problems).toMatchObject([{ pointer: '/error/trace/1' }]);
  });

  test('a frame in an HTML page', () => {
    const text = '<html><body><pre>at a.b.C.d(C.java:1)</pre></body></html>';
    expect(inspect(exchangeOf({ status: 500, text }), contract)).toHaveLength(1);
  });
});

describe('what does not', () => {
  test.each([
    'There is no such user.',
    'Invalid attribute path [:test]',
    'taxId exceeds maximum length of 18 characters',
    'The filter "country eq" ends too early; expected a value at position 11.',
    'Unsupported attribute urn:ietf:params:scim:schemas:extension:spend:2.0:User:budgetCountryCode',
    'urn:com.concur.spend.user.model.scim.ScimResource is no schema of this resource',
    'Use /profile/spend/v4.1/Users/{UserId} instead.',
    'See https://developer.concur.com/api-reference/errors.html for help.',
    'Please select a value from the list, or update the set of roles.',
    'Attributes to SELECT are country and locale',
    'Look at line 10:5 of the request.',
    'Contact support at 08:30 or at help.example.com.',
    'Only A:B pairs are allowed',
    '',
  ])('%s', (text) => {
    expect(detail(text)).toEqual([]);
  });

  test('the links of an error page', () => {
    const text =
      '<html><script src="/static/js/app.min.js"></script><script>x("/a/b/c.js")</script><p>Not found</p></html>';
    expect(inspect(exchangeOf({ status: 404, text }), contract)).toEqual([]);
  });

  test('what the client wrote itself', () => {
    const target = '/v/Users?filter=country%20eq%20%22SELECT%20a%20FROM%20b%22';
    const json = scimError(400, { detail: 'cannot read: country eq "SELECT a FROM b"' });
    expect(inspect(exchangeOf({ operation: 'listUsers', target, status: 400, json }), contract)).toEqual([]);
  });

  test('a success is not searched', () => {
    expect(inspect(exchangeOf({ status: 200, json: { note: 'at a.b.C.d(C.java:1)' } }), contract)).toBeUndefined();
  });
});
