// What a reader's file may be refused for: what came, and what to do.

export class Refusal extends Error {}

export function refuse(name, came, advice) {
  throw new Refusal(`${name}: ${came}. ${advice}`);
}
