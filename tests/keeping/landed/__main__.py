import sys

from . import add

add(sys.argv[1])
