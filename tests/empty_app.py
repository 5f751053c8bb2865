"""An app with next to nothing on it: what every timing is held against."""

import streamlit as st

st.title("Empty")
st.button("Click me")
st.session_state.run = st.session_state.get("run", -1) + 1
st.text(f"Run {st.session_state.run}")
