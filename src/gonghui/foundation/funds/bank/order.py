"""The file a bank is given: `generic_csv_v1` (O.3). The same batch always gives the same bytes."""

import hashlib

COLUMNS = ("序号", "收款人户名", "收款账号", "金额", "开户行名称", "联行号", "用途", "备注")
TOTALS = ("批次号", "总笔数", "总金额", "sha256")
ENCODING = "gb18030"


def bank_file(payments) -> bytes:
    """The rows in order of their numbers: GB18030, CRLF, no byte order mark, yuan with two decimals, no separators."""
    rows = (
        (p.seq, p.payee_name, p.card.open(), yuan(p.amount), p.bank_name, p.branch_code, p.purpose, p.remark)
        for p in payments
    )
    return _written(COLUMNS, *rows)


def totals_file(batch) -> bytes:
    """The line beside the bank file: batch number, rows, yuan, digest."""
    return _written(TOTALS, (batch.number, batch.count, yuan(batch.total), batch.sha256))


def yuan(fen: int) -> str:
    """123405 → 1234.05"""
    return f"{fen // 100}.{fen % 100:02d}"


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _written(*rows) -> bytes:
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows).encode(ENCODING)
