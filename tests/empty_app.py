"""An app with next to nothing on it: what every timing is held against."""

import streamlit as st

st.title("Empty")
st.button("Click me")
