"""The dashboard: `streamlit run app.py` opens it, and AppTest drives this same file."""

from indicators.ui import frame

frame.run()
