import { spawn } from 'node:child_process';
import type { Command } from './run-as.ts';

/** Runs a program to its end with a text on its standard input; rejects with its last words when it fails. */
export function run({ file, args, options }: Command, input = ''): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(file, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.stdin.on('error', () => {}); // A program that ends early does not read its input; its exit code says why.
  child.on('error', reject);
  child.on('close', (code) =>
    code === 0 ? resolve(said) : reject(new Error(`exit ${code}: ${said.trim()}`)),
  );
  child.stdin.end(input);
  return promise;
}
