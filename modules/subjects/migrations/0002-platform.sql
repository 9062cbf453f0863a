-- Serves: the names of platforms by their code, read with every page that shows a shop.
create index subject_by_platform on subjects.subject (platform) where platform is not null;
