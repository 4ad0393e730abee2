/** Root may write everywhere, so its rights are laid down for a while. */
export async function asOrdinaryUser(step: () => Promise<void>): Promise<void> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    await step();
  } finally {
    if (root) process.seteuid?.(0);
  }
}
