"""What the database itself holds of standing aside: who is barred, and that none of them takes a step (X-R1)."""

MIRROR = """
CREATE OR REPLACE FUNCTION hardship_mirror_recusals() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  NEW.recused := coalesce((
    SELECT array_agg(officer_id ORDER BY officer_id) FROM hardship_recusal
    WHERE file_id = NEW.id AND ended_on IS NULL), '{}');
  RETURN NEW;
END $$
"""
REFRESH = """
CREATE OR REPLACE FUNCTION hardship_refresh_recusals() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE hardship_hardshiparchive SET recused = recused WHERE id = NEW.file_id;
  UPDATE hardship_relief SET recused = recused WHERE id = NEW.relief_id OR file_id = NEW.file_id;
  RETURN NULL;
END $$
"""
MIRROR_OF_RELIEF = """
CREATE OR REPLACE FUNCTION hardship_mirror_recusals_of_relief() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  NEW.recused := coalesce((
    SELECT array_agg(DISTINCT officer_id ORDER BY officer_id) FROM hardship_recusal
    WHERE (relief_id = NEW.id OR file_id = NEW.file_id) AND ended_on IS NULL), '{}');
  RETURN NEW;
END $$
"""
_REQUIRE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  now_is jsonb := to_jsonb(NEW);
  was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
  barred bigint[];
  hand bigint;
BEGIN
  {barred};
  FOR place IN {first} .. TG_NARGS - 1 LOOP
    hand := (now_is ->> TG_ARGV[place])::bigint;
    IF hand = ANY (barred) AND hand IS DISTINCT FROM (was ->> TG_ARGV[place])::bigint THEN
      RAISE EXCEPTION 'kin of the household takes a step' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'hardship_recusal_no_step_by_kin';
    END IF;
  END LOOP;
  RETURN NULL;
END $$
"""
"""A hand written now, in one of the columns named to the trigger, is refused when it is one that is barred."""
REQUIRE_UNRELATED = _REQUIRE.format(
    name="hardship_require_unrelated",
    first=1,
    barred="""SELECT array_remove(recused, coalesce(applicant_user_id, 0)) INTO barred
  FROM hardship_hardshiparchive WHERE id = (now_is ->> TG_ARGV[0])::bigint""",
)
REQUIRE_UNRELATED_TO_RECIPIENT = _REQUIRE.format(
    name="hardship_require_unrelated_to_recipient",
    first=0,
    barred="SELECT array_remove(recused, coalesce(recipient_user_id, 0)) INTO barred"
    " FROM hardship_relief WHERE id = NEW.id",
)
REQUIRE_UNRELATED_TO_PAYEE = _REQUIRE.format(
    name="hardship_require_unrelated_to_payee",
    first=0,
    barred="""SELECT coalesce(r.recused, f.recused) INTO barred
  FROM funds_payment p
  LEFT JOIN hardship_relief r ON p.record_type = 'hardship.relief' AND r.id = p.record_id
  LEFT JOIN hardship_aidgrant g ON p.record_type = 'hardship.aidgrant' AND g.id = p.record_id
  LEFT JOIN hardship_hardshiparchive f ON f.id = g.file_id
  WHERE p.id = (now_is ->> 'payment_id')::bigint""",
)
HANDS = {
    "hardship_hardshiparchive": ("id", "submitted_by", "reviewed_by", "approved_by"),
    "hardship_aidgrant": ("file_id", "proposed_by", "checked_by", "granted_by"),
    "hardship_homevisit": ("file_id", "first_id", "second_id"),
    "hardship_householdchange": ("file_id", "reported_by", "checked_by"),
    "hardship_pairlink": ("file_id", "cadre_id"),
    "hardship_infocomparison": ("file_id", "compared_by"),
    "hardship_assessment": ("file_id", "proposed_by", "confirmed_by"),
    "hardship_recheck": ("file_id", "rechecked_by"),
    "hardship_exitproposal": ("file_id", "proposed_by", "decided_by", "exited_by"),
    "hardship_transfer": ("file_id", "proposed_by", "agreed_by", "accepted_by"),
}
"""By table: the column of the file, then the columns in which somebody's hand is written."""
OF_RELIEF = ("proposed_by", "checked_by", "granted_by", "visitor_id")
OF_RECOVERY = ("proposed_by", "confirmed_by", "given_up_by")
AT_THE_END = "DEFERRABLE INITIALLY DEFERRED"
"""Funds know nothing of kin: the program hears of the step once it is written, and says no in words before the law."""


def _watch(table, function, columns, arguments, when="") -> list[str]:
    named = ", ".join(f"'{each}'" for each in arguments)
    return [
        f"DROP TRIGGER IF EXISTS unrelated ON {table}",
        f"CREATE CONSTRAINT TRIGGER unrelated AFTER INSERT OR UPDATE OF {', '.join(columns)} ON {table}"
        f" {when} FOR EACH ROW EXECUTE FUNCTION {function}({named})",
    ]


def _mirror(table, function) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS mirror_recusals ON {table}",
        f"CREATE TRIGGER mirror_recusals BEFORE INSERT OR UPDATE OF recused ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
    ]


LAWS = (
    MIRROR,
    MIRROR_OF_RELIEF,
    REFRESH,
    REQUIRE_UNRELATED,
    REQUIRE_UNRELATED_TO_RECIPIENT,
    REQUIRE_UNRELATED_TO_PAYEE,
    *_mirror("hardship_hardshiparchive", "hardship_mirror_recusals"),
    *_mirror("hardship_relief", "hardship_mirror_recusals_of_relief"),
    "DROP TRIGGER IF EXISTS refresh_recusals ON hardship_recusal",
    "CREATE TRIGGER refresh_recusals AFTER INSERT OR UPDATE ON hardship_recusal"
    " FOR EACH ROW EXECUTE FUNCTION hardship_refresh_recusals()",
    *(
        law
        for table, (file, *hands) in HANDS.items()
        for law in _watch(table, "hardship_require_unrelated", hands, (file, *hands))
    ),
    *_watch("hardship_relief", "hardship_require_unrelated_to_recipient", OF_RELIEF, OF_RELIEF),
    *_watch("funds_recovery", "hardship_require_unrelated_to_payee", OF_RECOVERY, OF_RECOVERY, AT_THE_END),
)
"""Raised with the walls; who stands aside from a payment's batch or inquiry is one of its hands, which funds refuse."""
