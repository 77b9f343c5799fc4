"""Tests that look across apps; an app's own tests lie beside it."""
