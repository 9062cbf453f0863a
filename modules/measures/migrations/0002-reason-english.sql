-- The reason in English where its author gave one; the Chinese one decides.
alter table measures.entry add column reason_en text;
