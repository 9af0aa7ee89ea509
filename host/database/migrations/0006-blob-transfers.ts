import type { Migration } from './migration.ts'

/** Says itself what is there already: in a trigger the statement that set it off decides about conflicts. */
const noted = `
  insert into transfers (sha256, direction, bytes, state)
    select sha256, 'up', bytes, 'pending' from blobs where sha256 = new.sha256
      and not exists (select 1 from transfers where sha256 = new.sha256);
`

/**
 * What of the stored files is at the central service, and what is on its way. Triggers note every file that a row names
 * and that is here, so that none can be forgotten, whichever way it came. `bytes` is null for a file whose size only
 * the service knows.
 */
export const blobTransfersMigration: Migration = {
  version: 6,
  name: 'blob-transfers',
  sql: `
create table transfers (
  key integer primary key, sha256 text not null unique, direction text not null, bytes integer,
  done integer not null default 0, state text not null, error text, tries integer not null default 0,
  next_try_at integer not null default 0, pinned integer not null default 0, confirmed integer not null default 0,
  paused integer not null default 0
) strict;
/* Downloads first, since somebody waits for them; then small files before large ones. */
create index transfers_open on transfers (direction, bytes > 67108864, key) where state = 'pending';
create index transfers_state on transfers (state);

insert into transfers (sha256, direction, bytes, state)
  select b.sha256, 'up', b.bytes, 'pending' from blobs b
  where exists (select 1 from attachments a where a.sha256 = b.sha256)
    or exists (select 1 from patches p where p.sha256 = b.sha256)
  order by b.stored_at;

create trigger transfers_of_attachments after insert on attachments begin ${noted} end;
create trigger transfers_of_patches after insert on patches begin ${noted} end;
create trigger transfers_of_patch_steps after update of sha256 on patches begin ${noted} end;
create trigger transfers_of_blobs after insert on blobs when
  exists (select 1 from attachments where sha256 = new.sha256) or exists (select 1 from patches where sha256 = new.sha256)
begin ${noted} end;
/* A copy that was dropped is \`remote\` before its row goes; any other is one that nobody here may have any more. */
create trigger transfers_without_blobs after delete on blobs begin
  delete from transfers where sha256 = old.sha256 and state != 'remote';
end;
`,
}
