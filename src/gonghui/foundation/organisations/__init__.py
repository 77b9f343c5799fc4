"""Organisations: areas, employers and the dated tree of unions; who stands below whom is who may see what (X-R2)."""
