/** The forms in which the inside of a server shows, each by the name it is told under, beside prose that is nearly one. */

import { describe, expect, test } from 'vitest';
import { noInternals } from '../src/checks/errors-internals.ts';
import { contract, exchangeOf, scimError } from './fixtures/error-exchange.ts';
import { toldOf } from './fixtures/told.ts';

const inspect = noInternals('retrieval');
const about = (text: string) =>
  inspect(exchangeOf({ status: 400, json: scimError(400, { detail: text }) }), contract)?.map(toldOf);
const shows = (what: string, quote: string) => [
  `/detail The error shows ${what}. (a message about the request alone -> ${quote})`,
];

describe('an error that shows', () => {
  test.each<[what: string, text: string, quote?: string]>([
    ['a Java stack frame', 'at a.b.C.d(C.java:12)'],
    ['a Java stack frame', 'at a.b.C$D.<init>(C.kt:1)'],
    ['a Java stack frame', 'at a.b.C.d(Unknown Source)'],
    ['a JavaScript stack frame', 'at /srv/app/users.js:10:52'],
    ['a JavaScript stack frame', 'at async Users.find [as call] (file:///app/x.mjs:110:5'],
    ['a JavaScript stack frame', 'at D:\\app\\x.js:1:22'],
    ['a Python stack trace', 'Traceback (most recent call last)'],
    ['a Python stack trace', 'File "/srv/app/users.py", line 12'],
    ['a .NET stack frame', 'at Acme.Users`1.Find(String id, Int32 n) in C:\\src\\Users.cs:line 120'],
    ['a .NET stack frame', 'at Acme.Users.Find() in /src/Users.cs:line 12'],
    ['a Go stack trace', 'goroutine 12 [running'],
    ['a PHP stack trace', 'Stack trace:\n\n#0 '],
    ['a PHP stack trace', 'Stack trace:#0 '],
    ['a Ruby stack frame', "users.rb:10:in `find'", '.rb:10:in `'],
    ['an exception class', 'org.acme.NotFoundException'],
    ['an exception class', 'org.acme.Outer$Inner$NotFoundError'],
    ['an exception class', 'System.Data.SqlClient.SqlException'],
    ['an exception class', 'said: (a.b.cError, a.b.CError)', 'a.b.CError'],
    ['an implementation class', 'java.util.HashMap'],
    ['an implementation class', 'org.springframework.web.servlet.DispatcherServlet'],
    ['an implementation class', 'org.hibernate.Session'],
    ['an implementation class', 'com.concur.spend.user.UserController'],
    ['an implementation class', 'io.netty.channel.Channel'],
    ['an SQL statement', 'SELECT id\nFROM  spend_user', 'SELECT id\nFROM  s'],
    ['an SQL statement', 'INSERT INTO  spend_user', 'INSERT INTO  s'],
    ['an SQL statement', 'UPDATE  "spend"."user"  SET  country', 'UPDATE  "spend"."user"  SET  c'],
    ['an SQL statement', 'DELETE FROM  spend_user', 'DELETE FROM  s'],
    ['a database error', 'ORA-00942'],
    ['a database error', 'SQLSTATE'],
    ['a database error', 'psql:'],
    ['a database error', 'error in your SQL syntax'],
    ['a Windows file path', 'C:\\inetpub\\wwwroot\\web.config'],
    ['a Windows file path', 'D:\\Program Files\\app.exe'],
    ['a file path of the server', '/opt/spend-app/conf/app.properties'],
    ['a file path of the server', '/srv/@acme/users.js'],
    ['a file path of the server', 'in x/node_modules/', '/node_modules/'],
  ])('%s: %j', (what, text, quote = text) => {
    expect(about(`Failed: ${text}`)).toEqual(shows(what, quote));
  });

  test('a long quote is cut', () => {
    const name = `${'a.'.repeat(100)}BException`;
    expect(about(name)).toEqual(shows('an exception class', name.slice(0, 120)));
  });
});

describe('an error that shows nothing', () => {
  test.each([
    'See example.org.acme.Widget',
    'urn:java.util.HashMap',
    'Pick one of a.b.cError or aError',
    'look at (file 10:5)',
    'at Users.find(line 10)',
    'at noon in May:line 5',
    'File "notes.txt", line 12',
    'INSERT INTOLERANT',
    'UPDATE the set of roles, SET them',
    'https://a.b.test/x/y/app.js',
    './a/b.js',
    'and/or/else.php',
    'HC:\\x\\y',
    'goroutine of the day',
    'The value ORA-123 is taken',
  ])('%j', (text) => {
    expect(about(text)).toEqual([]);
  });

  test('is one of another family, or without a text', () => {
    const json = { detail: 'java.util.HashMap' };
    expect(inspect(exchangeOf({ operation: 'bulk', status: 400, json }), contract)).toBeUndefined();
    expect(inspect(exchangeOf({ status: 400 }), contract)).toBeUndefined();
    expect(
      inspect(exchangeOf({ status: 400, json: { status: 400, ok: false, detail: null } }), contract),
    ).toBeUndefined();
    expect(inspect(exchangeOf({ status: 399, json }), contract)).toBeUndefined();
  });

  test('repeats what the client wrote, in its path, its query or its body', () => {
    const said = (more: { target?: string; sent?: string }) =>
      inspect(
        exchangeOf({ operation: 'listUsers', status: 400, json: { detail: 'no java.util.HashMap here' }, ...more }),
        contract,
      );
    expect(said({ target: '/v/Users?filter=java.util.HashMap' })).toEqual([]);
    expect(said({ target: '/v/Users?filter=java%2Eutil%2EHashMap' })).toEqual([]);
    expect(said({ sent: '{"a":"java.util.HashMap"}' })).toEqual([]);
    expect(said({ target: '/v/Users?a=%ZZ' })).toHaveLength(1);
    expect(said({ target: '/v/Users?a=%ZZ&b=java.util.HashMap' })).toEqual([]);
    expect(said({ target: '/v/Users?a=%ZZ', sent: '{"a":"java.util.HashMap"}' })).toEqual([]);
    const select = { detail: 'SELECT a FROM b' };
    const target = '/v/Users?filter=SELECT+a+FROM+b';
    expect(inspect(exchangeOf({ operation: 'listUsers', target, status: 400, json: select }), contract)).toEqual([]);
  });
});

describe('a page of text', () => {
  const pageOf = (text: string, status = 500) => inspect(exchangeOf({ status, text }), contract)?.map(toldOf);
  const told = ['The error shows an implementation class. (a message about the request alone -> java.util.HashMap)'];

  test('is read as it is shown', () => {
    expect(pageOf('java.util.HashMap')).toEqual(told);
    expect(pageOf('x<b>java.util.HashMap</b>')).toEqual(told);
    expect(pageOf('java.<b>util.HashMap</b>')).toEqual([]);
    expect(pageOf('<a href="java.util.HashMap">x</a>')).toEqual([]);
    expect(pageOf('<STYLE>a\n{java.util.HashMap}\n</STYLE>')).toEqual([]);
    expect(pageOf('java.<script>x</script>util.HashMap')).toEqual([]);
  });

  test('has no place in a JSON body', () => {
    expect(inspect(exchangeOf({ status: 500, text: 'java.util.HashMap' }), contract)).toStrictEqual([
      {
        message: 'The error shows an implementation class.',
        expected: 'a message about the request alone',
        actual: 'java.util.HashMap',
      },
    ]);
  });

  test('is searched as far as errors go', () => {
    expect(pageOf(`${' '.repeat(199_000)}java.util.HashMap`)).toEqual(told);
    expect(pageOf(`${' '.repeat(200_000)}java.util.HashMap`)).toEqual([]);
  });
});
