import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { Command, Option } from 'commander';
import { loadSampleData } from '../drizzle/seed.js';
import { type Config, readConfig } from './config.js';
import { makeContext } from './dependencies.js';
import { compareKeptRoots, exportRoots } from './features/operations/audit/kept-roots.js';
import { describeVerification } from './features/operations/audit/report.js';
import { verificationBody } from './features/operations/audit/schema.js';
import { verifyEverything } from './features/operations/audit/verification.js';
import { createAdministrator } from './features/people/accounts/administrators.js';
import { resetSecondFactorByOperator } from './features/people/accounts/operator.js';
import { type Instance, migrateAll, openInstance, resolveDatabase } from './instance.js';
import { makeApplicationRole } from './platform/application-role.js';
import { COURT_TIME_ZONE } from './platform/clock.js';
import { type Context, systemActor } from './platform/context.js';
import { FIELD_ALGORITHMS, type FieldAlgorithm, makeKeyringText } from './platform/field-keys.js';
import { say } from './platform/say.js';
import { civilDateInZone } from './shared/civil-date.js';
import { newId } from './shared/ids.js';

/** Longest password taken from standard input. */
const PASSWORD_BYTES_MAX = 1_000;

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY)
    say('Type the password and press Enter (it is shown; pipe it in to keep it off the screen):');
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > PASSWORD_BYTES_MAX) break;
  }
  return text.split('\n', 1)[0] ?? '';
}

/** What a command of the operator works with: nobody's reach, and the machine as the one who acts. */
async function operatorContext(instance: Instance): Promise<Context> {
  const today = await instance.clock.today();
  return makeContext(instance, { actor: systemActor('operator'), today, requestId: newId() });
}

/** The queue is not needed for any of these commands. */
const settings = (): Config => ({ ...readConfig(), JOBS_MODE: 'off' });

const program = new Command('reprieve').description(
  'Sets up a Reprieve database. It works on DATABASE_URL, or on the embedded one.',
);

program
  .command('migrate')
  .description('bring the database to the newest schema')
  .action(async () => {
    const config = settings();
    const database = await resolveDatabase(config, say);
    try {
      await migrateAll(config, database);
      say('The database is up to date.');
    } finally {
      await database.stop();
    }
  });

program
  .command('seed')
  .description('load sample accounts and cases into a database that holds no case')
  .option('--accounts-only', 'accounts without cases')
  .action(async (options: { accountsOnly?: boolean }) => {
    const config: Config = {
      ...settings(),
      SAMPLE_DATA: options.accountsOnly ? 'accounts' : 'load',
      CLOCK: 'simulated',
    };
    const instance = await openInstance(config, say);
    try {
      const loaded = await loadSampleData(instance, config);
      if (loaded === 'none')
        throw new Error('Nothing was loaded: the database already holds data, or NODE_ENV is production.');
      say(`Loaded: ${loaded === 'load' ? 'accounts and cases' : 'accounts'}.`);
    } finally {
      await instance.close();
    }
  });

program
  .command('create-application-role')
  .description('make the role that DATABASE_URL names, through DATABASE_OWNER_URL; it cannot change or delete events')
  .action(async () => {
    const { DATABASE_URL, DATABASE_OWNER_URL } = settings();
    if (DATABASE_URL === undefined || DATABASE_OWNER_URL === undefined) {
      throw new Error('Set DATABASE_OWNER_URL (the owner) and DATABASE_URL (name and password of the role to make).');
    }
    const role = await makeApplicationRole(DATABASE_OWNER_URL, DATABASE_URL);
    say(`The role ${role} can be used now; it reads and adds, and cannot change what has happened.`);
  });

program
  .command('create-field-keys')
  .description('write new keys for identity numbers, phones and account numbers into a file of their own')
  .requiredOption('--out <file>', 'file to make; only its owner can read it')
  .option('--after <file>', 'the keys so far, which stay readable until `reseal-fields` has run')
  .addOption(new Option('--algorithm <name>', 'cipher of the new key').choices(FIELD_ALGORITHMS).default('SM4'))
  .action((options: { out: string; after?: string; algorithm: FieldAlgorithm }) => {
    const earlier = options.after === undefined ? undefined : readFileSync(options.after, 'utf8');
    const text = makeKeyringText(options.algorithm, civilDateInZone(new Date(), COURT_TIME_ZONE), earlier);
    // Never over a file that exists: it may hold keys that stored values still need.
    writeFileSync(options.out, text, { flag: 'wx', mode: 0o600 });
    say(`The keys are in ${options.out}. Name it in FIELD_KEYS_FILE, and keep a copy apart from the database.`);
  });

program
  .command('create-administrator')
  .description('create the first administrator of a court; the password is read from standard input')
  .requiredOption('--username <name>', 'name to sign in with')
  .requiredOption('--display-name <name>', 'name shown to others')
  .requiredOption('--court <code>', 'code of the court, such as 浙0702')
  .addOption(
    new Option('--role <role>', 'who asks for rights, or who approves them')
      .choices(['ADMIN', 'SECURITY_ADMIN'])
      .default('ADMIN'),
  )
  .action(
    async (options: { username: string; displayName: string; court: string; role: 'ADMIN' | 'SECURITY_ADMIN' }) => {
      const instance = await openInstance(settings(), say);
      try {
        await createAdministrator(instance.db, {
          username: options.username,
          displayName: options.displayName,
          courtCode: options.court,
          password: await readPassword(),
          role: options.role,
        });
        say(`Administrator ${options.username} can sign in now.`);
      } finally {
        await instance.close();
      }
    },
  );

program
  .command('reset-second-factor')
  .description('take a second factor away when no security administrator is left to do it; goes on record')
  .requiredOption('--username <name>', 'whose')
  .requiredOption('--reason <text>', 'why')
  .action(async (options: { username: string; reason: string }) => {
    const instance = await openInstance(settings(), say);
    try {
      await resetSecondFactorByOperator(instance, options.username, options.reason);
      say(`${options.username} sets up another second factor at the next sign-in.`);
    } finally {
      await instance.close();
    }
  });

program
  .command('audit-verify')
  .description('recompute all chains and rows on record and name the first that differs; ends with status 1 then')
  .option('--case <id>', 'one case')
  .option('--from <date>', 'cases with an event on this business date or later')
  .option('--to <date>', 'cases with an event on this business date or earlier')
  .option('--kept-roots <file>', 'roots that were kept outside, to be compared with those of the database')
  .action(async (options: { case?: string; from?: string; to?: string; keptRoots?: string }) => {
    const { caseId, from, to } = verificationBody.parse({ caseId: options.case, from: options.from, to: options.to });
    const kept = options.keptRoots === undefined ? '' : readFileSync(options.keptRoots, 'utf8');
    const instance = await openInstance(settings(), say);
    try {
      const found = await verifyEverything(await operatorContext(instance), instance.auditKeys, { caseId, from, to });
      const firstBroken = found.firstBroken ?? (await compareKeptRoots(instance.db, kept)) ?? null;
      const result = firstBroken ? 'BROKEN' : found.result;
      for (const line of describeVerification({ ...found, firstBroken, result })) say(line);
      if (result === 'BROKEN') process.exitCode = 1;
    } finally {
      await instance.close();
    }
  });

program
  .command('export-roots')
  .description(
    'write the signed daily roots as lines of JSON, to be kept where the owner of the database does not reach',
  )
  .requiredOption('--out <file>', 'file to make')
  .option('--after <number>', 'number of the last root that is kept already', '0')
  .action(async (options: { out: string; after: string }) => {
    const after = Number(options.after);
    if (!Number.isSafeInteger(after) || after < 0) throw new Error('--after takes the number of a root.');
    const instance = await openInstance(settings(), say);
    const file = openSync(options.out, 'wx');
    try {
      let count = 0;
      for await (const line of exportRoots(instance.db, after)) {
        writeSync(file, line);
        count += 1;
      }
      say(`${count} roots are in ${options.out}.`);
    } finally {
      closeSync(file);
      await instance.close();
    }
  });

program.parseAsync().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
