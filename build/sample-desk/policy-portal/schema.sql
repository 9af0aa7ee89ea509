create role portal login;
create database policy owner portal;
\c policy portal
create table broker (code text primary key, suspended boolean not null, loading_percent int not null);
create table product (code text primary key, base_premium numeric(10, 2) not null);
insert into broker select 'B' || lpad(n::text, 4, '0'), n % 25 = 0, n % 7 from generate_series(1, 400) n;
insert into product values ('HOME-STD', 214.50), ('MOTOR-TP', 388.00), ('LIFE-10', 612.75);
