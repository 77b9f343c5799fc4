-- What ledger_verify asks: each question is one breach, in words, and the SELECT that finds where it is.

-- a posting does not sum to 0, or has fewer than two lines
SELECT p.key FROM funds_posting p LEFT JOIN funds_line l ON l.posting_id = p.id GROUP BY p.id HAVING
  count(l.id) < 2 OR coalesce(sum(l.amount), 0) <> 0;

-- a line stands in a posting of another fund, or under another kind than its account
SELECT p.key FROM funds_line l JOIN funds_posting p ON p.id = l.posting_id JOIN funds_account a ON a.id =
  l.account_id WHERE a.fund_id <> p.fund_id OR a.kind <> l.kind;

-- a balance is not the one before it and the amount
SELECT p.key || ' ' || x.kind FROM (SELECT l.*, lag(l.balance, 1, 0::bigint) OVER w AS before FROM funds_line
  l WINDOW w AS (PARTITION BY l.account_id ORDER BY l.seq)) x JOIN funds_posting p ON p.id = x.posting_id
  WHERE x.balance <> x.before + x.amount;

-- the places of an account's lines have a gap
SELECT f.name || ' ' || a.kind FROM funds_account a JOIN funds_fund f ON f.id = a.fund_id JOIN funds_line l ON
  l.account_id = a.id GROUP BY a.id, f.id HAVING min(l.seq) <> 1 OR max(l.seq) <> count(*);

-- a balance is below zero
SELECT p.key || ' ' || l.kind FROM funds_line l JOIN funds_posting p ON p.id = l.posting_id WHERE l.balance <
  0 AND l.kind NOT IN ('source', 'opening', 'carried');

-- a balance by date is below zero
SELECT f.name || ' ' || x.kind || ' ' || x.on FROM (SELECT a.fund_id, l.kind, p.on, sum(sum(l.amount)) OVER
  (PARTITION BY l.account_id ORDER BY p.on) AS balance FROM funds_line l JOIN funds_posting p ON p.id =
  l.posting_id JOIN funds_account a ON a.id = l.account_id GROUP BY l.account_id, a.fund_id, l.kind, p.on) x
  JOIN funds_fund f ON f.id = x.fund_id WHERE x.balance < 0 AND x.kind NOT IN ('source', 'opening', 'carried');

-- an account, posting and fund do not belong to one unit
SELECT p.key FROM funds_posting p JOIN funds_fund f ON f.id = p.fund_id WHERE p.unit_id <> f.unit_id UNION ALL
  SELECT f.name || ' ' || a.kind FROM funds_account a JOIN funds_fund f ON f.id = a.fund_id WHERE a.unit_id <>
  f.unit_id;

-- a batch and what is booked for it differ
SELECT b.number FROM funds_paymentbatch b WHERE b.total IS DISTINCT FROM (SELECT sum(l.amount) FROM
  funds_posting p JOIN funds_line l ON l.posting_id = p.id AND l.kind = 'reserved' WHERE p.key = 'batch:' ||
  b.number || ':prepared' AND p.fund_id = b.fund_id) OR (b.state = 'cancelled') <> EXISTS (SELECT FROM
  funds_posting p WHERE p.key = 'batch:' || b.number || ':released');

-- a return of the bank and what is booked for it differ
SELECT b.number FROM funds_bankreturn r JOIN funds_paymentbatch b ON b.id = r.batch_id WHERE EXISTS (SELECT
  FROM (SELECT y.paid_on, sum(y.amount) AS total FROM funds_payment y WHERE y.bank_return_id = r.id GROUP BY
  y.paid_on) paid FULL JOIN (SELECT CASE WHEN p.what = 'paid' THEN p.on END AS day, -sum(l.amount) AS total
  FROM funds_posting p JOIN funds_line l ON l.posting_id = p.id AND l.kind = 'reserved' WHERE p.record_type =
  'funds.bankreturn' AND p.record_id = r.id GROUP BY 1) booked ON coalesce(paid.paid_on, '-infinity') =
  coalesce(booked.day, '-infinity') WHERE paid.total IS DISTINCT FROM booked.total);

-- what is reserved and the payments in batches differ
SELECT f.name FROM funds_fund f WHERE (SELECT coalesce(sum(l.amount), 0) FROM funds_line l JOIN funds_account
  a ON a.id = l.account_id WHERE a.fund_id = f.id AND l.kind = 'reserved') <> (SELECT coalesce(sum(y.amount),
  0) FROM funds_payment y WHERE y.fund_id = f.id AND y.state IN ('batched', 'sent'));

-- what is spent and the payments the bank has paid differ
SELECT f.name FROM funds_fund f WHERE (SELECT coalesce(sum(l.amount), 0) FROM funds_line l JOIN funds_account
  a ON a.id = l.account_id JOIN funds_posting p ON p.id = l.posting_id WHERE a.fund_id = f.id AND l.kind =
  'spent' AND p.what = 'paid') <> (SELECT coalesce(sum(y.amount), 0) FROM funds_payment y WHERE y.fund_id =
  f.id AND y.state = 'paid');

-- a payment of one fund stands in a batch of another
SELECT b.number FROM funds_payment y JOIN funds_paymentbatch b ON b.id = y.batch_id WHERE y.fund_id <>
  b.fund_id;

-- a batch does not come to its payments
SELECT b.number FROM funds_paymentbatch b LEFT JOIN funds_payment y ON y.batch_id = b.id WHERE b.state <>
  'cancelled' GROUP BY b.id HAVING coalesce(sum(y.amount), 0) <> b.total OR count(y.id) <> b.count;

-- a receipt and what is booked for it differ
SELECT r.number FROM funds_receipt r LEFT JOIN LATERAL (SELECT coalesce(sum(l.amount), 0) AS total FROM
  funds_posting p JOIN funds_line l ON l.posting_id = p.id AND l.kind = 'available' WHERE p.record_type =
  'funds.receipt' AND p.record_id = r.id AND p.fund_id = r.fund_id) b ON true WHERE b.total <> CASE WHEN
  r.state IN ('confirmed', 'reversing') THEN r.amount ELSE 0 END;

-- what was carried out of a fund did not arrive in the next
SELECT r.number FROM funds_receipt r WHERE r.kind = 'carried' AND 0 <> (SELECT coalesce(sum(l.amount), 0) FROM
  funds_posting p JOIN funds_line l ON l.posting_id = p.id AND l.kind = 'carried' WHERE p.record_type =
  'funds.receipt' AND p.record_id = r.id);

-- what is to be recovered and the open recoveries differ
SELECT f.name FROM funds_fund f WHERE (SELECT coalesce(sum(l.amount), 0) FROM funds_line l JOIN funds_account
  a ON a.id = l.account_id WHERE a.fund_id = f.id AND l.kind = 'receivable') <> (SELECT coalesce(sum(r.amount
  - coalesce((SELECT sum(t.amount) FROM funds_repayment t WHERE t.recovery_id = r.id), 0)), 0) FROM
  funds_recovery r JOIN funds_payment y ON y.id = r.payment_id WHERE y.fund_id = f.id AND r.state =
  'confirmed');

-- a recovery and what is booked for it differ
SELECT r.number FROM funds_recovery r LEFT JOIN LATERAL (SELECT coalesce(sum(l.amount) FILTER (WHERE l.kind =
  'spent'), 0) AS claimed, coalesce(sum(l.amount) FILTER (WHERE l.kind = 'available'), 0) AS come,
  coalesce(sum(l.amount) FILTER (WHERE l.kind = 'written_off'), 0) AS lost FROM funds_posting p JOIN
  funds_line l ON l.posting_id = p.id WHERE p.record_type = 'funds.recovery' AND p.record_id = r.id) b ON true
  LEFT JOIN LATERAL (SELECT coalesce(sum(t.amount), 0) AS total FROM funds_repayment t WHERE t.recovery_id =
  r.id) c ON true WHERE b.come <> c.total OR b.claimed <> CASE WHEN r.confirmed_by IS NULL THEN 0 ELSE
  -r.amount END OR b.lost <> CASE WHEN r.state = 'given_up' THEN r.amount - c.total ELSE 0 END;

-- recoveries of a payment exceed what was paid
SELECT y.id::text FROM funds_payment y JOIN funds_recovery r ON r.payment_id = y.id AND r.state <> 'refused'
  GROUP BY y.id HAVING sum(r.amount) > y.amount;

-- a statement of the bank does not add up
SELECT f.name || ' ' || s.month FROM funds_bankstatement s JOIN funds_fund f ON f.id = s.fund_id LEFT JOIN
  funds_bankline l ON l.statement_id = s.id AND l.seq > 0 GROUP BY s.id, f.id HAVING s.first_balance +
  coalesce(sum(l.amount), 0) <> s.last_balance OR count(l.id) <> s.rows;

-- a match does not have the same sum on both sides
SELECT m.id::text FROM funds_match m WHERE (SELECT coalesce(sum(l.amount), 0) FROM funds_matchedline x JOIN
  funds_bankline l ON l.id = x.line_id WHERE x.match_id = m.id) <> (SELECT coalesce(sum(l.amount), 0) FROM
  funds_matchedposting x JOIN funds_line l ON l.posting_id = x.posting_id AND l.kind IN ('available',
  'reserved') WHERE x.match_id = m.id);

-- a closed month no longer adds up
SELECT r.number FROM funds_reconciliation r JOIN funds_bankstatement s ON s.id = r.statement_id WHERE r.state
  = 'closed' AND (r.bank_balance <> s.last_balance OR r.ledger_balance <> (SELECT coalesce(sum(l.amount), 0)
  FROM funds_line l JOIN funds_posting p ON p.id = l.posting_id WHERE p.fund_id = r.fund_id AND p.on <=
  r.ends_on AND p.id <= r.booked_to AND l.kind IN ('available', 'reserved')) OR (SELECT coalesce(sum((i ->>
  'amount')::bigint) FILTER (WHERE i ->> 'side' = 'ledger'), 0) - coalesce(sum((i ->> 'amount')::bigint)
  FILTER (WHERE i ->> 'side' = 'bank'), 0) FROM jsonb_array_elements(r.items) i) <> r.ledger_balance -
  r.bank_balance OR r.ledger_balance + r.bank_only_in - r.bank_only_out <> r.bank_balance + r.ledger_only_in -
  r.ledger_only_out);

-- a posting is not as the journal wrote it
SELECT p.key FROM funds_posting p WHERE NOT EXISTS (SELECT FROM journal_entry e WHERE e.record_type =
  'funds.posting' AND e.record_id = p.id AND e.name = 'book' AND e.body ->> 'key' = p.key AND e.on = p.on AND
  e.body -> 'lines' = (SELECT jsonb_object_agg(l.kind, l.amount) FROM funds_line l WHERE l.posting_id = p.id))
  UNION ALL SELECT e.body ->> 'key' FROM journal_entry e WHERE e.record_type = 'funds.posting' AND e.name =
  'book' AND NOT EXISTS (SELECT FROM funds_posting p WHERE p.id = e.record_id);

-- a law of the ledger is not in force
SELECT wanted.t || '.' || wanted.n FROM (VALUES ('funds_line', 'balance'), ('funds_line', 'never_changed'),
  ('funds_line', 'funds_line_balances'), ('funds_posting', 'funds_posting_balances'), ('funds_posting',
  'never_changed'), ('funds_account', 'never_changed'), ('funds_recovery', 'within_payment'),
  ('funds_repayment', 'within_recovery')) wanted(t, n) WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE
  g.tgrelid = wanted.t::regclass AND g.tgname = wanted.n AND g.tgenabled = 'O') UNION ALL SELECT
  'funds_line_never_below_zero' WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname =
  'funds_line_never_below_zero' AND c.convalidated) UNION ALL SELECT g.table_name || ' may be changed by ' ||
  g.grantee FROM information_schema.role_table_grants g WHERE g.table_name IN ('funds_line', 'funds_posting')
  AND g.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND g.grantee <> (SELECT t.tableowner FROM
  pg_tables t WHERE t.tablename = g.table_name);
