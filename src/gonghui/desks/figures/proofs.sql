-- What seal_verify asks of the tables: each question is one breach, in words, and the SELECT that finds where it is.

-- a month was submitted and locked by one person, or has no second person
SELECT m.number FROM figures_sealedmonth m WHERE m.state = 'locked' AND (m.locked_by IS NULL OR m.submitted_by IS
  NULL OR m.locked_by = m.submitted_by OR m.locked_on IS NULL);

-- a restatement was proposed and approved by one person, or has no second person
SELECT r.number FROM figures_restatement r WHERE r.state = 'approved' AND (r.decided_by IS NULL OR r.decided_by =
  r.proposed_by);

-- a locked month has no seal, or a month that is not locked has cells or a seal
SELECT m.number FROM figures_sealedmonth m WHERE (m.state = 'locked') <> EXISTS (SELECT FROM figures_seal s WHERE
  s.month_id = m.id) OR (m.state <> 'locked' AND EXISTS (SELECT FROM figures_cell c WHERE c.month_id = m.id));

-- an approved restatement has no seal, or one that is not approved has cells or a seal
SELECT r.number FROM figures_restatement r WHERE (r.state = 'approved') <> EXISTS (SELECT FROM figures_seal s WHERE
  s.restatement_id = r.id) OR (r.state <> 'approved' AND EXISTS (SELECT FROM figures_cell c WHERE c.restatement_id =
  r.id));

-- a locked month follows one that is not locked
SELECT m.number FROM figures_sealedmonth m JOIN figures_sealedmonth b ON b.number < m.number WHERE m.state =
  'locked' AND b.state <> 'locked';

-- the locked months have a gap
SELECT m.number FROM figures_sealedmonth m WHERE m.number > (SELECT min(f.number) FROM figures_sealedmonth f) AND NOT
  EXISTS (SELECT FROM figures_sealedmonth b WHERE b.number = to_char(to_date(m.number, 'YYYY-MM') - interval '1
  month', 'YYYY-MM'));

-- what units hold themselves does not come to the total of the whole city
SELECT m.number || ' ' || c.figure FROM figures_cell c JOIN figures_sealedmonth m ON m.id = c.month_id JOIN
  organisations_unit u ON u.id = c.unit_id GROUP BY m.number, c.figure, c.restatement_id HAVING sum(c.own) <>
  coalesce(sum(c.total) FILTER (WHERE u.level = 'L2'), 0) OR sum(c.own_records) <> coalesce(sum(c.total_records)
  FILTER (WHERE u.level = 'L2'), 0);

-- the records counted are not as many as the cell says
SELECT m.number || ' ' || c.figure || ' ' || u.short_name FROM figures_cell c JOIN figures_sealedmonth m ON m.id =
  c.month_id JOIN organisations_unit u ON u.id = c.unit_id JOIN figures_definition d ON d.figure = c.figure AND
  d.version = c.version AND d.kind = 'flow' LEFT JOIN figures_counted k ON k.cell_id = c.id WHERE c.own_records <>
  coalesce(cardinality(k.keys), 0) - coalesce(cardinality(k.gone), 0);

-- a record is counted twice in a month, or goes where it never was
SELECT x.number || ' ' || x.figure || ' #' || x.key FROM (SELECT m.number, c.figure, c.unit_id, unnest(k.keys) AS key,
  1 AS n FROM figures_counted k JOIN figures_cell c ON c.id = k.cell_id JOIN figures_sealedmonth m ON m.id =
  c.month_id UNION ALL SELECT m.number, c.figure, c.unit_id, unnest(k.gone), -1 FROM figures_counted k JOIN
  figures_cell c ON c.id = k.cell_id JOIN figures_sealedmonth m ON m.id = c.month_id) x GROUP BY x.number, x.figure,
  x.unit_id, x.key HAVING sum(x.n) NOT IN (0, 1);

-- a cell was sealed under a definition that is not kept
SELECT m.number || ' ' || c.figure || ' v' || c.version FROM figures_cell c JOIN figures_sealedmonth m ON m.id =
  c.month_id WHERE NOT EXISTS (SELECT FROM figures_definition d WHERE d.figure = c.figure AND d.version = c.version);

-- the versions of a definition have a gap
SELECT d.figure FROM figures_definition d GROUP BY d.figure HAVING min(d.version) <> 1 OR max(d.version) <> count(*);

-- a seal is not as the journal wrote it
SELECT 'seal ' || s.id FROM figures_seal s WHERE NOT EXISTS (SELECT FROM journal_entry e WHERE e.body ->> 'seal' =
  s.digest AND e.body ->> 'previous' = s.previous AND (e.body ->> 'rows')::int = s.rows AND ((e.record_type =
  'figures.sealedmonth' AND e.name = 'lock' AND e.record_id = s.month_id) OR (e.record_type = 'figures.restatement'
  AND e.name = 'approve' AND e.record_id = s.restatement_id))) UNION ALL SELECT e.title || ' ' || e.record_id FROM
  journal_entry e WHERE ((e.record_type = 'figures.sealedmonth' AND e.name = 'lock') OR (e.record_type =
  'figures.restatement' AND e.name = 'approve')) AND NOT EXISTS (SELECT FROM figures_seal s WHERE s.digest = e.body
  ->> 'seal');

-- who did a step is another than the journal wrote
SELECT m.number FROM figures_sealedmonth m WHERE m.state = 'locked' AND (NOT EXISTS (SELECT FROM journal_entry e WHERE
  e.record_type = 'figures.sealedmonth' AND e.record_id = m.id AND e.name = 'lock' AND e.actor_id = m.locked_by AND
  e.on = m.locked_on) OR NOT EXISTS (SELECT FROM journal_entry e WHERE e.record_type = 'figures.sealedmonth' AND
  e.record_id = m.id AND e.name = 'submit' AND e.actor_id = m.submitted_by AND e.on = m.submitted_on AND e.body ->>
  'looked_at' = m.looked_at)) UNION ALL SELECT r.number FROM figures_restatement r WHERE r.state = 'approved' AND
  (NOT EXISTS (SELECT FROM journal_entry e WHERE e.record_type = 'figures.restatement' AND e.record_id = r.id AND
  e.name = 'approve' AND e.actor_id = r.decided_by) OR NOT EXISTS (SELECT FROM journal_entry e WHERE e.record_type =
  'figures.restatement' AND e.record_id = r.id AND e.name = 'propose' AND e.actor_id = r.proposed_by AND e.body ->>
  'differences' = r.digest));

-- a law of the seals is not in force
SELECT wanted.t || '.never_changed' FROM (VALUES ('figures_cell'), ('figures_counted'), ('figures_seal'),
  ('figures_definition')) wanted(t) WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = wanted.t::regclass
  AND g.tgname = 'never_changed' AND g.tgenabled = 'O') UNION ALL SELECT c.n FROM (VALUES ('figures_month_by_two'),
  ('figures_restatement_by_two')) c(n) WHERE NOT EXISTS (SELECT FROM pg_constraint p WHERE p.conname = c.n AND
  p.convalidated) UNION ALL SELECT g.table_name || ' may be changed by ' || g.grantee FROM
  information_schema.role_table_grants g WHERE g.table_name IN ('figures_cell', 'figures_counted', 'figures_seal',
  'figures_definition') AND g.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND g.grantee <> (SELECT t.tableowner
  FROM pg_tables t WHERE t.tablename = g.table_name);
