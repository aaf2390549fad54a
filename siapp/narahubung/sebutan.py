"""How sentences of the product name whom to ask, and where the page of contacts answers that.

A sentence that says "hubungi" uses one of these words (tests/narahubung/test_sebutan.py), so that the template filter
`hubungi` can turn it into a link wherever the sentence is shown.
"""

import re
from collections.abc import Mapping

# Words → the part of the page.
SEBUTAN: Mapping[str, str] = {
    "narahubung SIASN di BKN": "bkn",
    "narahubung Biro APP": "siapp",
    "Administrator SIAPP": "akun",
}
POLA = re.compile("|".join(map(re.escape, SEBUTAN)))
