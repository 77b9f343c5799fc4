"""Pages are tried in the frame alone, as the components are."""

from gonghui.kernel.ui.tests.conftest import bare_frame as bare_frame
