"""One database, two roles: the owner makes tables, the application reads and writes rows under row-level security.

`DATABASE_URL` names the owner's connection to any PostgreSQL ≥ 15; without it the embedded server is started. The
application role is called `<database>_app`; its password is drawn once and kept in the data folder.
"""

import os

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from . import home
from .embedded import Place, Server
from .sentences import CannotRun

OLDEST = 15
EMBEDDED_NAME = "gonghui"
CHOSEN_ELSEWHERE = {"host", "port", "dbname", "user", "password"}


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def embedded_server(**settings: str) -> Server:
    """The server over the data folder; `settings` count when it is this caller who starts it."""
    return Server(Place(home.folder()), **settings)


def owner_address() -> dict:
    """How the owner connects, as psycopg's parameters."""
    address = _embedded_address("gonghui_owner", "database-owner.key") if is_embedded() else _url_address()
    return {**address, "dbname": os.environ.get("GONGHUI_DATABASE_NAME") or address["dbname"]}


def application_address() -> dict:
    """How the application connects: the same database, the plain role."""
    role = "gonghui_app" if is_embedded() else f"{_url_address()['dbname']}_app"
    return {**owner_address(), "user": role, "password": home.secret("database-app.key")}


def aliases() -> dict:
    """Django's DATABASES: `default` is the application, `owner` migrates and proves. Nothing is started."""
    return {
        "default": _as_django(application_address()),
        "owner": _as_django(owner_address()),
    }


def ensure():
    """Have a server that answers, both roles and the database. Raises `CannotRun` with the cure."""
    if is_embedded():
        embedded_server().ensure_running()
        if _connects(application_address()):
            return
    with _connection(administrator()) as connection:
        ensure_roles(connection)
        if is_embedded() and not is_known(connection, EMBEDDED_NAME):
            make_database(connection, EMBEDDED_NAME)
    open_to_application()


def administrator() -> dict:
    """Who may make roles and databases: the embedded superuser, else the owner in DATABASE_URL."""
    return embedded_server().address() if is_embedded() else _url_address()


def _embedded_address(role: str, key: str) -> dict:
    return {**embedded_server().address(EMBEDDED_NAME), "user": role, "password": home.secret(key)}


def _url_address() -> dict:
    try:
        address = conninfo_to_dict(os.environ["DATABASE_URL"])
    except psycopg.ProgrammingError as fault:
        raise CannotRun(
            "DATABASE_URL 不是有效的地址，应形如 postgresql://用户:密码@主机:5432/数据库。",
            "DATABASE_URL is not an address like postgresql://user:password@host:5432/database.",
        ) from fault
    if not address.get("dbname") or not address.get("user"):
        raise CannotRun("DATABASE_URL 须写明用户和数据库名。", "DATABASE_URL must name a user and a database.")
    return address


def _as_django(address: dict) -> dict:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address["dbname"],
        "USER": address["user"],
        "PASSWORD": address.get("password", ""),
        "HOST": address.get("host", ""),
        "PORT": str(address.get("port", "")),
        "OPTIONS": {name: value for name, value in address.items() if name not in CHOSEN_ELSEWHERE},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _connection(address: dict) -> psycopg.Connection:
    try:
        return psycopg.connect(**address, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as fault:
        raise CannotRun(
            f"无法连接数据库，请检查 DATABASE_URL 以及数据库是否在运行：{str(fault).strip()}",
            "The database does not answer; check DATABASE_URL and whether the server runs.",
        ) from fault


def _connects(address: dict) -> bool:
    try:
        psycopg.connect(**address, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


# Roles and databases


def ensure_roles(connection: psycopg.Connection):
    """Have the owner and the application as plain roles; on a server of others, ask for what may not be done."""
    if is_embedded():
        connection.execute("SELECT pg_advisory_lock(20210101)")  # two first starters: the second finds all made
        for address in (owner_address(), application_address()):
            verb = "ALTER" if _is_role(connection, address["user"]) else "CREATE"
            connection.execute(_role_statement(connection, verb, address))
    else:
        _check_server(connection)
        _ensure_application(connection, {**application_address(), "dbname": connection.info.dbname})


def is_known(connection: psycopg.Connection, database: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone() is not None


def make_database(connection: psycopg.Connection, name: str, template: str = "template0"):
    """Make a database that belongs to the owner."""
    names = map(sql.Identifier, (name, owner_address()["user"], template))
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*names))


def open_to_application(database: str | None = None):
    """What the owner makes from now on, the application may read and write; never its shape."""
    application = sql.Identifier(application_address()["user"])
    address = owner_address() | ({"dbname": database} if database else {})
    with psycopg.connect(**address, autocommit=True) as owner:
        for rights, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
            owner.execute(sql.SQL(f"ALTER DEFAULT PRIVILEGES GRANT {rights} ON {things} TO {{}}").format(application))


def _is_role(connection: psycopg.Connection, role: str) -> bool:
    return connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _role_statement(connection: psycopg.Connection, verb: str, address: dict) -> sql.Composed:
    """A plain role that may sign in; only a verifier of its password crosses the wire."""
    role, password = address["user"], address["password"]
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    plain = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD"
    return sql.SQL(f"{verb} ROLE {{}} {plain} {{}}").format(sql.Identifier(role), sql.Literal(verifier))


def _check_server(owner: psycopg.Connection):
    if owner.info.server_version < OLDEST * 10000:
        raise CannotRun(
            f"数据库版本过低，需要 PostgreSQL {OLDEST} 以上。",
            f"The server is too old: PostgreSQL {OLDEST} or newer is needed.",
        )
    may_create = owner.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    if not (may_create and may_create[0]):
        raise CannotRun(
            f"用户 {owner.info.user} 不能在数据库 {owner.info.dbname} 中建表；"
            f'请由管理员执行：ALTER DATABASE "{owner.info.dbname}" OWNER TO "{owner.info.user}";',
            f"{owner.info.user} may not make tables in {owner.info.dbname}; an administrator runs the statement above.",
        )


def _ensure_application(owner: psycopg.Connection, application: dict):
    role = application["user"]
    found = owner.execute(
        "SELECT rolsuper OR rolbypassrls OR NOT rolcanlogin FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if found and not found[0] and _connects(application):
        return
    statement = _role_statement(owner, "ALTER" if found else "CREATE", application)
    try:
        if found:
            raise psycopg.errors.InsufficientPrivilege  # an existing role may serve others: not changed unasked
        owner.execute(statement)
    except psycopg.errors.InsufficientPrivilege as fault:
        raise CannotRun(
            f"应用用户 {role} 不存在、密码不符或权限过大；请由管理员执行：{statement.as_string(owner)};",
            f"The application role {role} is missing, has another password or too many rights; "
            "an administrator runs the statement above.",
        ) from fault
