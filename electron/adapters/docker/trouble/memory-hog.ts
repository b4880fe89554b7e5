// A memory leak: a process inside the container that really takes and touches memory, so that R14 and R15, and in the end the kernel's
// OOM killer, follow as with a leak of its own. It counts against the container's limit, so it can not take the machine down.

import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Afflicted, InForce } from '../docker-troubles.ts'
import { startCompanion } from '../run-inside.ts'

/** Perl is in every Debian and Ubuntu, down to the smallest. It takes \`bytes\` in all, so many a second; at once when that is 0. */
const script = `$| = 1;
my ($wanted, $pace) = @ARGV;
my ($held, @parts) = (0);
my $step = $pace > 0 ? int($pace / 10) || 1 : $wanted;
print "0\\n";
while ($held < $wanted) {
  my $part = $wanted - $held < $step ? $wanted - $held : $step;
  push @parts, "x" x $part;
  $held += $part;
  print "$held\\n";
  select(undef, undef, undef, 0.1);
}
sleep 3600 while 1;`

export async function hogMemory({ name, docker, container }: Afflicted, wish: { readonly bytes: number; readonly bytesPerSecond: number }): Promise<InForce> {
  const companion = await startCompanion(docker, container, ['perl', '-e', script, String(wish.bytes), String(wish.bytesPerSecond)])
  let held = 0
  companion.onLine((line) => {
    if (/^\d+$/.test(line)) held = Number(line)
  })
  const pace = wish.bytesPerSecond > 0 ? `, ${byteSize(wish.bytesPerSecond)} more every second` : ''
  return {
    changed: [`${name}: a process inside its container takes ${byteSize(wish.bytes)}${pace}.`],
    undo: async () => {
      const wasThere = !companion.hasEnded()
      await companion.end()
      return { restored: [`${name}: ${wasThere ? `${byteSize(held)} were given back` : 'the process that took memory had ended already'}.`], residue: [] }
    },
  }
}
