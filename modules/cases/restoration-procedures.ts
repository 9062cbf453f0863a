/**
 * The two ways back: an objection to a wrong entry (requirement 19.7) and the repair of one that was right (19.6;
 * 国办发〔2025〕22号, 《信用修复管理办法》). Whoever made the finding decides on its repair (谁认定、谁修复).
 */
import type { Procedure, Step } from './procedure.ts'

const assign: Step = {
  verb: 'assign',
  zh: '指派承办人',
  en: 'Assign',
  from: ['checking'],
  to: 'stays',
  by: ['officer'],
  operation: 'assignCase',
  internal: true,
}

export const objection: Procedure = {
  kind: 'objection',
  version: 1,
  initial: 'checking',
  begins: ['answer'],
  ends: ['answered'],
  clocks: [
    {
      name: 'answer',
      zh: '核查答复',
      en: 'Check and answer',
      kind: 'duty',
      policy: 'objection.answer',
    },
  ],
  numbers: ['case.escalate'],
  steps: [
    assign,
    {
      verb: 'answer',
      zh: '答复异议',
      en: 'Answer the objection',
      from: ['checking'],
      to: 'answered',
      by: ['officer'],
      operation: 'answerObjection',
      meets: ['answer'],
    },
  ],
}

export const repair: Procedure = {
  kind: 'repair',
  version: 1,
  initial: 'checking',
  begins: ['decide'],
  ends: ['granted', 'denied'],
  clocks: [
    {
      name: 'decide',
      zh: '修复决定',
      en: 'Decide the repair',
      kind: 'duty',
      policy: 'repair.samr.decide',
    },
  ],
  numbers: ['case.escalate'],
  steps: [
    assign,
    {
      verb: 'grant',
      zh: '准予修复',
      en: 'Grant the repair',
      from: ['checking'],
      to: 'granted',
      by: ['officer'],
      operation: 'decideRepair',
      meets: ['decide'],
    },
    {
      verb: 'deny',
      zh: '不予修复',
      en: 'Deny the repair',
      from: ['checking'],
      to: 'denied',
      by: ['officer'],
      operation: 'decideRepair',
      meets: ['decide'],
    },
  ],
}
