// Where sessions, grants and refresh tokens are kept, so that a restart signs nobody out.

import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  create table if not exists kept (
    model text not null,
    id text not null,
    payload text not null,
    grant_id text,
    uid text,
    expires_at integer,
    primary key (model, id)
  ) without rowid;
  create index if not exists kept_by_grant on kept (grant_id) where grant_id is not null;
  create index if not exists kept_by_uid on kept (model, uid) where uid is not null;
`;

export function makeAdapter(file) {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal; pragma synchronous = normal;");
  database.exec(SCHEMA);
  const now = () => Math.floor(Date.now() / 1000);
  database.prepare("delete from kept where expires_at < ?").run(now());
  const put = database.prepare(
    "insert or replace into kept (model, id, payload, grant_id, uid, expires_at) values (?, ?, ?, ?, ?, ?)",
  );
  const byId = database.prepare("select payload, expires_at from kept where model = ? and id = ?");
  const byUid = database.prepare("select payload, expires_at from kept where model = ? and uid = ?");
  const used = database.prepare(
    "update kept set payload = json_set(payload, '$.consumed', ?) where model = ? and id = ?",
  );
  const remove = database.prepare("delete from kept where model = ? and id = ?");
  const revoke = database.prepare("delete from kept where grant_id = ?");

  const parsed = (row) =>
    row && (row.expires_at === null || row.expires_at >= now()) ? JSON.parse(row.payload) : undefined;

  return class Adapter {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn ? now() + expiresIn : null;
      const { grantId = null, uid = null } = payload;
      put.run(this.model, id, JSON.stringify(payload), grantId, uid, expiresAt);
    }

    async find(id) {
      return parsed(byId.get(this.model, id));
    }

    async findByUid(uid) {
      return parsed(byUid.get(this.model, uid));
    }

    async findByUserCode() {
      return undefined;
    }

    async consume(id) {
      used.run(now(), this.model, id);
    }

    async destroy(id) {
      remove.run(this.model, id);
    }

    async revokeByGrantId(grantId) {
      revoke.run(grantId);
    }
  };
}
