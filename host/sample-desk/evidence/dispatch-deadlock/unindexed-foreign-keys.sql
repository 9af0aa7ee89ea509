-- Foreign keys of one schema that no index supports: no index of the child table has the key's columns as its
-- leading columns, in any order. Reads the dictionary only; needs SELECT on the DBA_ views (or use ALL_).
-- Usage: sqlplus / as sysdba @unindexed-foreign-keys.sql DISPATCH

set linesize 180 pagesize 200 verify off
column child format a30
column parent format a30
column key_columns format a50
column on_delete format a10

with fk as (
  select c.owner, c.constraint_name, c.table_name child, p.table_name parent, c.delete_rule on_delete,
         count(*) column_count,
         listagg(cc.column_name, ', ') within group (order by cc.position) key_columns
  from   dba_constraints c
  join   dba_constraints p   on p.owner = c.r_owner and p.constraint_name = c.r_constraint_name
  join   dba_cons_columns cc on cc.owner = c.owner and cc.constraint_name = c.constraint_name
  where  c.constraint_type = 'R'
  and    c.owner = upper('&1')
  group  by c.owner, c.constraint_name, c.table_name, p.table_name, c.delete_rule
)
select fk.child, fk.parent, fk.key_columns, fk.on_delete
from   fk
where  not exists (
  select 1
  from   dba_ind_columns ic
  where  ic.table_owner = fk.owner
  and    ic.table_name = fk.child
  and    ic.column_position <= fk.column_count
  and    ic.column_name in (select cc.column_name
                            from   dba_cons_columns cc
                            where  cc.owner = fk.owner
                            and    cc.constraint_name = fk.constraint_name)
  group  by ic.index_owner, ic.index_name
  having count(*) = fk.column_count
)
order  by fk.child, fk.key_columns;
