"""Pages every program shares: a program says what is shown, asked and done; who may see and do follows from rules."""

from ..ui.forms import OpinionForm as OpinionForm
from ..ui.forms import RecordForm as RecordForm
from .board import BoardPage as BoardPage
from .form import EditPage as EditPage
from .form import FormPage as FormPage
from .list import ListPage as ListPage
from .page import Declares as Declares
from .page import OfRecord as OfRecord
from .page import Page as Page
from .record import RecordPage as RecordPage
from .step import StepPage as StepPage
