import { BaseSequencer, type TestSpecification } from "vitest/node";

// These take longest: begun last, they would run on alone.
const FIRST = [
  ...["browser/pages", "browser/log-looks", "faults/chaos", "faults/jobs"],
  ...["spool/outage", "portals/clean-portal", "copy/crash", "worker/crash"],
];

/** Mixes the suites that run together: files that mostly wait then lie beside those that keep the machine busy. */
export class MixedSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const groups = Map.groupBy(sorted, ({ project }) => project.config.sequence.groupOrder);
    return [...groups.values()].flatMap((group) => {
      const [first, others] = [group.filter(isFirst), group.filter((file) => !isFirst(file))];
      return [...first, ...mix(others)];
    });
  }
}

function isFirst({ moduleId }: TestSpecification): boolean {
  return FIRST.some((name) => moduleId.includes(name));
}

/** Each suite's files stay in their order and are spread evenly over the whole. */
function mix(files: TestSpecification[]): TestSpecification[] {
  const suites = Map.groupBy(files, ({ project }) => project.name);
  const placed = [...suites.values()].flatMap((suite) =>
    suite.map((file, place) => ({ file, at: (place + 0.5) / suite.length })),
  );
  return placed.toSorted((left, right) => left.at - right.at).map(({ file }) => file);
}
