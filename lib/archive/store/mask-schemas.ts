import { z } from "zod";
import { MaskRuleList } from "../../b24/index.ts";

export const SaveMasksInput = z.strictObject({ rules: MaskRuleList });
export type SaveMasksInput = z.input<typeof SaveMasksInput>;
