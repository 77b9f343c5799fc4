"""Laws of campaigns: parts within the city's plan, goods within what was bought (E-R16)."""

PARTS = """
CREATE OR REPLACE FUNCTION hardship_parts_within_campaign() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE whole bigint; most bigint; parts numeric;
BEGIN
  whole := coalesce(NEW.part_of_id, NEW.id);
  SELECT budget INTO most FROM hardship_campaign WHERE id = whole FOR UPDATE;
  SELECT coalesce(sum(budget), 0) INTO parts FROM hardship_campaign
    WHERE part_of_id = whole AND state <> 'withdrawn';
  IF parts > most THEN
    RAISE EXCEPTION 'campaign %: parts come to % of %', whole, parts, most
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hardship_campaign_parts_within_budget';
  END IF;
  RETURN NULL;
END $$
"""
STOCK = """
CREATE OR REPLACE FUNCTION hardship_stock_holds(item bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE bought int; given bigint;
BEGIN
  SELECT quantity INTO bought FROM hardship_campaignitem WHERE id = item FOR UPDATE;
  SELECT coalesce(sum(quantity), 0) INTO given FROM hardship_distribution WHERE item_id = item;
  IF given > bought THEN
    RAISE EXCEPTION 'item %: % given of %', item, given, bought
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hardship_item_given_within_bought';
  END IF;
END $$
"""
GIVEN_OUT = """
CREATE OR REPLACE FUNCTION hardship_given_within_stock() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE one bigint;
BEGIN
  FOR one IN SELECT DISTINCT item_id FROM fresh WHERE item_id IS NOT NULL ORDER BY 1 LOOP
    PERFORM hardship_stock_holds(one);
  END LOOP;
  RETURN NULL;
END $$
"""
BOUGHT = """
CREATE OR REPLACE FUNCTION hardship_stock_still_holds() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN PERFORM hardship_stock_holds(NEW.id); RETURN NULL; END $$
"""
WRITTEN = """
CREATE OR REPLACE FUNCTION hardship_distribution_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a distribution is reversed, never rewritten'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'hardship_distribution_never_rewritten';
END $$
"""
FIXED = "site_id, item_id, service, given_on, kind, quantity, heads, unit_price, value, reversal_of_id, entered_by"
_then, _now = (", ".join(f"{row}.{name.strip()}" for name in FIXED.split(",")) for row in ("OLD", "NEW"))

CAMPAIGN_LAWS = (
    PARTS,
    "DROP TRIGGER IF EXISTS parts_within_campaign ON hardship_campaign",
    "CREATE TRIGGER parts_within_campaign AFTER INSERT OR UPDATE OF budget, part_of_id, state ON hardship_campaign"
    " FOR EACH ROW EXECUTE FUNCTION hardship_parts_within_campaign()",
)
STOCK_LAWS = (
    STOCK,
    GIVEN_OUT,
    BOUGHT,
    WRITTEN,
    "DROP TRIGGER IF EXISTS given_within_stock ON hardship_distribution",
    "CREATE TRIGGER given_within_stock AFTER INSERT ON hardship_distribution REFERENCING NEW TABLE AS fresh"
    " FOR EACH STATEMENT EXECUTE FUNCTION hardship_given_within_stock()",
    "DROP TRIGGER IF EXISTS distribution_stays ON hardship_distribution",
    "CREATE TRIGGER distribution_stays BEFORE UPDATE ON hardship_distribution"
    f" FOR EACH ROW WHEN (({_then}) IS DISTINCT FROM ({_now})) EXECUTE FUNCTION hardship_distribution_stays()",
    "DROP TRIGGER IF EXISTS stock_still_holds ON hardship_campaignitem",
    "CREATE TRIGGER stock_still_holds AFTER UPDATE OF quantity ON hardship_campaignitem"
    " FOR EACH ROW EXECUTE FUNCTION hardship_stock_still_holds()",
)
