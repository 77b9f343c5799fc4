"""Laws of the database that no constraint of one row can say: a project's budget and quota.

Each locks the row that holds the limit before it adds up, so that of two who want the last of it one waits and is
refused. A fault carries the name of the law as its constraint (E, E-R8).
"""

DEAD = "('refused', 'withdrawn')"
"""States in which a grant or a relief has come to nothing."""

PROJECT_HOLDS = """
CREATE OR REPLACE FUNCTION hardship_project_holds(project bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE most bigint; places int; given numeric; households bigint;
BEGIN
  SELECT budget, quota INTO most, places FROM hardship_aidproject WHERE id = project FOR UPDATE;
  IF most IS NULL AND places IS NULL THEN RETURN; END IF;
  SELECT coalesce(sum(amount), 0), count(DISTINCT household) INTO given, households FROM (
    SELECT amount, 'f' || file_id AS household FROM hardship_aidgrant
      WHERE project_id = project AND state NOT IN ('refused', 'withdrawn')
    UNION ALL
    SELECT amount, coalesce('f' || file_id, 'p' || id_index) FROM hardship_relief
      WHERE project_id = project AND state NOT IN ('refused', 'withdrawn')) live;
  IF given > most THEN
    RAISE EXCEPTION 'project % gives % of %', project, given, most
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hardship_project_keeps_its_budget';
  END IF;
  IF households > places THEN
    RAISE EXCEPTION 'project % serves % of %', project, households, places
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hardship_project_keeps_its_quota';
  END IF;
END $$
"""
GIVEN = """
CREATE OR REPLACE FUNCTION hardship_given_within_project() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN PERFORM hardship_project_holds(NEW.project_id); RETURN NULL; END $$
"""
LIMITED = """
CREATE OR REPLACE FUNCTION hardship_project_still_holds() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN PERFORM hardship_project_holds(NEW.id); RETURN NULL; END $$
"""


def _watch(table: str) -> tuple[str, ...]:
    """Whatever makes the sum of a project grow is weighed: a new row, a greater sum, another project, a second life."""
    grows = f"(OLD.amount, OLD.project_id) IS DISTINCT FROM (NEW.amount, NEW.project_id) OR OLD.state IN {DEAD}"
    return (
        f"DROP TRIGGER IF EXISTS new_within_project ON {table}",
        f"CREATE TRIGGER new_within_project AFTER INSERT ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION hardship_given_within_project()",
        f"DROP TRIGGER IF EXISTS changed_within_project ON {table}",
        f"CREATE TRIGGER changed_within_project AFTER UPDATE ON {table}"
        f" FOR EACH ROW WHEN ({grows}) EXECUTE FUNCTION hardship_given_within_project()",
    )


PROJECT_LAWS = (
    PROJECT_HOLDS,
    GIVEN,
    LIMITED,
    *_watch("hardship_aidgrant"),
    *_watch("hardship_relief"),
    "DROP TRIGGER IF EXISTS limits_hold ON hardship_aidproject",
    "CREATE TRIGGER limits_hold AFTER UPDATE OF budget, quota ON hardship_aidproject"
    " FOR EACH ROW EXECUTE FUNCTION hardship_project_still_holds()",
)
