"""Laws of targets: counties reach the city's, and what is issued changes only by an approved revision (N-R2, N-R3).

Sums are looked at when the transaction ends, so that a revision may move several targets at once; that a revision
stands behind a change is looked at as it is written.
"""

REACH = """
CREATE OR REPLACE FUNCTION plan_counties_reach(which bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE wanted numeric; parts numeric;
BEGIN
  SELECT i.target INTO wanted FROM plan_planitem i JOIN plan_plan p ON p.id = i.plan_id
    WHERE i.id = which AND i.adds_up AND i.is_shared_out AND p.state IN ('submitted', 'issued');
  SELECT coalesce(sum(value), 0) INTO parts FROM plan_countytarget WHERE item_id = which;
  IF parts < wanted THEN
    RAISE EXCEPTION 'item %: counties come to % of %', which, parts, wanted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_target_counties_reach_the_city';
  END IF;
END $$
"""
CHANGED = """
CREATE OR REPLACE FUNCTION plan_changed_by_revision(which bigint, whose bigint, given numeric) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM plan_planitem i JOIN plan_plan p ON p.id = i.plan_id WHERE i.id = which AND p.is_issued)
    AND (given = (SELECT c.new_value FROM plan_targetchange c JOIN plan_revision r ON r.id = c.revision_id
      WHERE c.item_id = which AND c.unit_id = whose AND r.approved_by IS NOT NULL ORDER BY r.edition DESC LIMIT 1))
    IS NOT TRUE THEN
    RAISE EXCEPTION 'item %: an issued target changes by an approved revision', which
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_target_changes_by_revision';
  END IF;
END $$
"""
COUNTY_KEPT = """
CREATE OR REPLACE FUNCTION plan_county_target_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.item_id, NEW.unit_id) = (OLD.item_id, OLD.unit_id) THEN
    PERFORM plan_changed_by_revision(NEW.item_id, NEW.unit_id, NEW.value);
  ELSE
    PERFORM plan_changed_by_revision(coalesce(NEW.item_id, OLD.item_id), NULL, NULL);
  END IF;
  RETURN NULL;
END $$
"""
ITEM_KEPT = """
CREATE OR REPLACE FUNCTION plan_item_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE whose bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT unit_id INTO whose FROM plan_plan WHERE id = NEW.plan_id;
    IF NEW.target IS DISTINCT FROM OLD.target THEN
      PERFORM plan_changed_by_revision(NEW.id, whose, NEW.target);
    END IF;
    IF (NEW.plan_id, NEW.code, NEW.figure, NEW.adds_up, NEW.is_shared_out)
      IS DISTINCT FROM (OLD.plan_id, OLD.code, OLD.figure, OLD.adds_up, OLD.is_shared_out) THEN
      PERFORM plan_changed_by_revision(NEW.id, NULL, NULL);
    END IF;
  ELSIF EXISTS (SELECT FROM plan_plan WHERE id = coalesce(NEW.plan_id, OLD.plan_id) AND is_issued) THEN
    RAISE EXCEPTION 'an issued plan gains and loses no items'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_target_changes_by_revision';
  END IF;
  RETURN NULL;
END $$
"""
PARTS_REACH = """
CREATE OR REPLACE FUNCTION plan_parts_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM plan_counties_reach(coalesce(NEW.item_id, OLD.item_id)); RETURN NULL; END $$
"""
ITEM_REACHED = """
CREATE OR REPLACE FUNCTION plan_item_reached() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM plan_counties_reach(NEW.id); RETURN NULL; END $$
"""
PLAN_REACHED = """
CREATE OR REPLACE FUNCTION plan_plan_reached() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM plan_counties_reach(id) FROM plan_planitem WHERE plan_id = NEW.id;
  RETURN NULL;
END $$
"""


STAYS_ISSUED = """
CREATE OR REPLACE FUNCTION plan_stays_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'plan %: what is issued stays issued', OLD.number
    USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_plan_stays_issued';
END $$
"""
NOT_AFTERWARDS = """
CREATE OR REPLACE FUNCTION plan_change_not_afterwards() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM plan_revision WHERE id = NEW.revision_id AND state <> 'proposed') THEN
    RAISE EXCEPTION 'revision %: nothing is added once it is decided', NEW.revision_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_change_not_afterwards';
  END IF;
  RETURN NULL;
END $$
"""
UNISSUED = "WHEN (OLD.is_issued AND (NOT NEW.is_issued OR (NEW.year, NEW.unit_id) <> (OLD.year, OLD.unit_id)))"


def at_once(name: str, table: str, events: str, function: str, when: str = "") -> tuple[str, str]:
    """A trigger that looks at each row as it is written."""
    return (
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {function}()",
    )


def deferred(name: str, table: str, events: str, function: str) -> tuple[str, str]:
    """A trigger that looks at each row when the transaction ends."""
    return (
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
    )


IS_CHANGED = "WHEN ((OLD.value, OLD.item_id, OLD.unit_id) IS DISTINCT FROM (NEW.value, NEW.item_id, NEW.unit_id))"
PLAN_LAWS = (
    *(REACH, CHANGED, COUNTY_KEPT, ITEM_KEPT, PARTS_REACH, ITEM_REACHED, PLAN_REACHED),
    *at_once("county_target_kept", "plan_countytarget", "INSERT OR DELETE", "plan_county_target_kept"),
    *at_once("county_target_set", "plan_countytarget", "UPDATE", "plan_county_target_kept", IS_CHANGED),
    *at_once("item_kept", "plan_planitem", "INSERT OR UPDATE OR DELETE", "plan_item_kept"),
    *(STAYS_ISSUED, NOT_AFTERWARDS),
    *at_once("stays_issued", "plan_plan", "UPDATE", "plan_stays_issued", UNISSUED),
    *at_once("not_afterwards", "plan_targetchange", "INSERT", "plan_change_not_afterwards"),
    *deferred("parts_reach", "plan_countytarget", "INSERT OR UPDATE OR DELETE", "plan_parts_reach"),
    *deferred("item_reached", "plan_planitem", "UPDATE", "plan_item_reached"),
    *deferred("plan_reached", "plan_plan", "UPDATE", "plan_plan_reached"),
)
