"""Pages every program shares. A program says what is shown, asked and done; who may see and do follows from its rules.

`ListPage`, `RecordPage`, `FormPage` and `EditPage`, `StepPage`, `BoardPage` stand on `Page`, which declares its sight.
"""

from ..ui.fields import OpinionForm as OpinionForm
from .board import BoardPage as BoardPage
from .form import EditPage as EditPage
from .form import FormPage as FormPage
from .form import RecordForm as RecordForm
from .list import ListPage as ListPage
from .page import Declares as Declares
from .page import OfRecord as OfRecord
from .page import Page as Page
from .record import RecordPage as RecordPage
from .step import StepPage as StepPage
