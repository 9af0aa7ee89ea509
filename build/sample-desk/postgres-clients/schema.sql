create role timetable login;
create database timetable owner timetable;
\c timetable timetable
create table departure (train text primary key, platform text, at timestamptz, delay_minutes int not null default 0);
insert into departure select '9K' || lpad(n::text, 3, '0'), (n % 12)::text, now() + n * interval '4 min', 0
  from generate_series(1, 300) n;
