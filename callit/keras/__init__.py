"""A box of time for `fit` of Keras 3: one callback.

```python
from callit.keras import Timebox

model.fit(x, y, validation_data=(xv, yv), epochs=1000, callbacks=[Timebox("20m", monitor="val_auc")])
```
"""

from callit.keras.timebox import Timebox

__all__ = ["Timebox"]
