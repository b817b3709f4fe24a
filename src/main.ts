/** The commands: `node src/main.ts <command>`. */
import { commands, usage } from './commands/commands.ts';
import { explain } from './commands/explain.ts';

const [name = 'help', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

try {
  if (command === undefined) {
    process.stderr.write(usage());
    process.exitCode = name === 'help' ? 0 : 64;
  } else {
    process.exitCode = (await command.run(args)) ?? 0;
  }
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = (error as { disposition?: string }).disposition === 'stop' ? 78 : 1;
}
