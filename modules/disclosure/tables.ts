/** Disclosure owns no table: its read models read those of other rooms. The file stands for the furniture's sake. */
export {}
