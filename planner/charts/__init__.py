"""Pictures: a DataFrame in, an Altair chart out. Nothing here knows Streamlit."""
