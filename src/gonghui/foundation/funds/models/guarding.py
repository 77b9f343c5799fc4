"""The guard as the database keeps it: limits in force, what a claim hits, and the triggers that refuse (T09).

Functions see across row-level security, for a duplicate in another county counts. Claims of the same person, household,
card or paper wait for one another by advisory locks taken in order, so that two at once are one and a refusal.
What was recovered and has come back counts no more: in full, the payment frees every limit; in part, its part (E-R9,
E-R11). What is only claimed back, or was written off, still counts.
"""

from ..rulebook.limits import standing_rows

POLICY_ON = """
CREATE OR REPLACE FUNCTION funds_policy_on(wanted text, day date, codes text[], otherwise bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT coalesce((
    SELECT floor(value::numeric) FROM policies_edition
    WHERE policy = wanted AND wanted <> '' AND starts_on <= day AND (ends_on IS NULL OR ends_on >= day)
      AND area_code = ANY(codes)
    ORDER BY array_position(codes, area_code::text), starts_on DESC LIMIT 1), otherwise)
$$
"""
CODES_OF = """
CREATE OR REPLACE FUNCTION funds_codes_of(area text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(code ORDER BY place) FROM (VALUES
    (1, CASE WHEN length(area) >= 9 THEN left(area, 9) END), (2, CASE WHEN length(area) >= 6 THEN left(area, 6) END),
    (3, CASE WHEN area <> '' THEN left(area, 4) || '00' END), (4, '')) codes(place, code) WHERE code IS NOT NULL
$$
"""
LIMITS_ON = f"""
CREATE OR REPLACE FUNCTION funds_limits_on(day date, area text) RETURNS SETOF funds_limit
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH entered AS (
    SELECT DISTINCT ON (name) * FROM funds_limit
    WHERE state = 'in_force' AND starts_on <= day AND (ends_on IS NULL OR ends_on >= day)
      AND area_code = ANY(funds_codes_of(area))
    ORDER BY name, array_position(funds_codes_of(area), area_code::text), starts_on DESC, id DESC)
  SELECT * FROM entered UNION ALL
  SELECT * FROM jsonb_populate_recordset(NULL::funds_limit, $limits${standing_rows()}$limits$::jsonb) standing
  WHERE NOT EXISTS (SELECT FROM entered WHERE entered.name = standing.name)
$$
"""  # noqa: S608 - the rule book's own rows
HITS = """
CREATE OR REPLACE FUNCTION funds_hits(c funds_claim, area text, day date)
RETURNS TABLE (name text, title text, strength text, measure text, measured bigint, ceiling bigint, others bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH near AS MATERIALIZED (
    SELECT o.*, p.entered_on, o.amount - o.amount * b.back / p.amount AS kept
    FROM funds_claim o JOIN funds_payment p ON p.id = o.payment_id CROSS JOIN LATERAL (
      SELECT coalesce(sum(r.amount), 0)::bigint AS back FROM funds_repayment r
      JOIN funds_recovery v ON v.id = r.recovery_id WHERE v.payment_id = p.id) b
    WHERE (o.person = c.person OR o.household && c.household OR o.card_index = c.card_index OR o.papers && c.papers)
      AND p.state NOT IN ('returned', 'cancelled') AND b.back < p.amount AND o.id IS DISTINCT FROM c.id),
  asked AS (
    SELECT l.*, CASE l.measure WHEN 'need' THEN c.need ELSE
      funds_policy_on(l.times_of, day, funds_codes_of(area), l.times)
      * funds_policy_on(l.most_of, day, funds_codes_of(area), l.most) END AS ceiling
    FROM funds_limits_on(day, area) l
    WHERE l.strength <> 'none' AND (l.cause IN ('', 'each') OR l.cause = c.cause)
      AND (cardinality(l.sources) = 0 OR c.source = ANY(l.sources)))
  SELECT l.name, l.title, l.strength, l.measure, m.measured, l.ceiling, coalesce(m.others, '{}')
  FROM asked l CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT o.payment_id) FILTER (WHERE o.payment_id IS DISTINCT FROM c.payment_id) AS others,
      CASE l.measure
        WHEN 'payments' THEN 1 + count(DISTINCT o.payment_id) FILTER (WHERE o.payment_id IS DISTINCT FROM c.payment_id)
        WHEN 'sources' THEN 1 + count(DISTINCT o.source) FILTER (WHERE o.source <> c.source)
        WHEN 'households' THEN 1 + count(DISTINCT o.household) FILTER (WHERE NOT o.household && c.household)
        ELSE c.amount + coalesce(sum(o.kept), 0) END::bigint AS measured
    FROM near o
    WHERE (l.cause = '' OR o.cause = c.cause) AND (cardinality(l.sources) = 0 OR o.source = ANY(l.sources))
      AND CASE l.scope WHEN 'person' THEN o.person = c.person WHEN 'household' THEN o.household && c.household
            WHEN 'card' THEN o.card_index = c.card_index ELSE o.papers && c.papers END
      AND CASE l.span WHEN 'claim' THEN false
            WHEN 'year' THEN date_part('year', o.starts_on) = date_part('year', c.starts_on)
            WHEN 'overlap' THEN o.starts_on < c.until_on AND c.starts_on < o.until_on
            WHEN 'days' THEN abs(o.entered_on - day) <= l.days ELSE true END) m
  WHERE m.measured > l.ceiling
  ORDER BY l.strength, l.name
$$
"""
REFUSE_HITS = """
CREATE OR REPLACE FUNCTION funds_refuse_hits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE key bigint; c funds_claim; of_one jsonb; hard jsonb := '[]'; soft jsonb := '[]';
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'claims are entered in READ COMMITTED' USING ERRCODE = '25001';
  END IF;
  FOR key IN SELECT DISTINCT hashtextextended(k, 3) FROM entered e,
      unnest(e.household || e.papers || ARRAY[e.person, e.card_index]) k ORDER BY 1 LOOP
    PERFORM pg_advisory_xact_lock(key);
  END LOOP;
  FOR c IN SELECT * FROM entered ORDER BY id LOOP
    SELECT jsonb_agg(to_jsonb(h)) INTO of_one
    FROM funds_payment p JOIN organisations_unit u ON u.id = p.unit_id JOIN organisations_area a ON a.id = u.area_id,
      LATERAL funds_hits(c, a.code, p.entered_on) h
    WHERE p.id = c.payment_id AND (h.strength = 'hard' OR c.acknowledged = '');
    hard := hard || coalesce(jsonb_path_query_array(of_one, '$[*] ? (@.strength == "hard")'), '[]');
    soft := soft || coalesce(jsonb_path_query_array(of_one, '$[*] ? (@.strength == "soft")'), '[]');
  END LOOP;
  IF hard <> '[]' THEN
    RAISE EXCEPTION 'a claim passes a hard limit' USING ERRCODE = '23514', TABLE = 'funds_claim',
      CONSTRAINT = 'funds_claim_within_hard_limit', DETAIL = hard::text;
  ELSIF soft <> '[]' THEN
    RAISE EXCEPTION 'a claim passes a soft limit and nobody says why' USING ERRCODE = '23514', TABLE = 'funds_claim',
      CONSTRAINT = 'funds_claim_soft_limit_acknowledged', DETAIL = soft::text;
  END IF;
  RETURN NULL;
END $$
"""
HAS_ITS_CLAIMS = """
CREATE OR REPLACE FUNCTION funds_payment_has_its_claims() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE paid bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
BEGIN
  IF EXISTS (
    SELECT FROM funds_payment p JOIN funds_fund f ON f.id = p.fund_id LEFT JOIN funds_claim c ON c.payment_id = p.id
    WHERE p.id = paid GROUP BY p.id
    HAVING p.amount <> coalesce(sum(c.amount), 0) OR bool_or(c.card_index IS DISTINCT FROM p.card_index)
      OR bool_or(c.source <> f.source)) THEN
    RAISE EXCEPTION 'payment % has no claims that come to it', paid USING ERRCODE = '23514',
      TABLE = 'funds_payment', CONSTRAINT = 'funds_payment_has_its_claims';
  END IF;
  RETURN NULL;
END $$
"""
STAYS_DONE = """
CREATE OR REPLACE FUNCTION funds_payment_stays_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a payment that came back or was given up is entered anew' USING ERRCODE = '23514',
    TABLE = 'funds_payment', CONSTRAINT = 'funds_payment_stays_done';
END $$
"""
LIMIT_STAYS = """
CREATE OR REPLACE FUNCTION funds_limit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'proposed' THEN RETURN NEW; END IF;
  ELSIF OLD.state = 'proposed' AND to_jsonb(NEW) - 'state' - 'confirmed_by' - 'due_on' - 'position'
      = to_jsonb(OLD) - 'state' - 'confirmed_by' - 'due_on' - 'position' THEN RETURN NEW;
  ELSIF to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a limit is proposed, confirmed or refused, and never changed' USING ERRCODE = '23514',
    TABLE = 'funds_limit', CONSTRAINT = 'funds_limit_stays';
END $$
"""
GUARD = (
    CODES_OF,
    POLICY_ON,
    LIMITS_ON,
    "DROP FUNCTION IF EXISTS funds_hits(funds_claim, text, date)",  # what it returns may be more than before
    HITS,
    REFUSE_HITS,
    HAS_ITS_CLAIMS,
    STAYS_DONE,
    LIMIT_STAYS,
    "DROP TRIGGER IF EXISTS funds_refuse_hits ON funds_claim",
    "CREATE TRIGGER funds_refuse_hits AFTER INSERT ON funds_claim REFERENCING NEW TABLE AS entered"
    " FOR EACH STATEMENT EXECUTE FUNCTION funds_refuse_hits()",
    "DROP TRIGGER IF EXISTS funds_claim_of_its_payment ON funds_claim",
    "CREATE CONSTRAINT TRIGGER funds_claim_of_its_payment AFTER INSERT ON funds_claim DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION funds_payment_has_its_claims('payment_id')",
    "DROP TRIGGER IF EXISTS funds_payment_has_its_claims ON funds_payment",
    "CREATE CONSTRAINT TRIGGER funds_payment_has_its_claims AFTER INSERT OR UPDATE OF amount, card_index, fund_id"
    " ON funds_payment DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION funds_payment_has_its_claims('id')",
    "DROP TRIGGER IF EXISTS funds_payment_stays_done ON funds_payment",
    "CREATE TRIGGER funds_payment_stays_done BEFORE UPDATE OF state ON funds_payment FOR EACH ROW"
    " WHEN (OLD.state IN ('returned', 'cancelled') AND NEW.state <> OLD.state)"
    " EXECUTE FUNCTION funds_payment_stays_done()",
    "DROP TRIGGER IF EXISTS funds_limit_stays ON funds_limit",
    "CREATE TRIGGER funds_limit_stays BEFORE INSERT OR UPDATE ON funds_limit FOR EACH ROW"
    " EXECUTE FUNCTION funds_limit_stays()",
)
