-- Disclosure keeps no table of its own: what it shows is read from the rooms above it, and what it remembers is in
-- memory and can be dropped at any moment. The schema is here so that a later table has a home.
create schema disclosure;
