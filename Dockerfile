# Call It in a container. How to build and start it: docs/install.md.
FROM python:3.13-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

# What is pinned, as `make app` installs it, in a layer of its own: a change of the code downloads nothing again.
WORKDIR /build
COPY requirements/app.txt requirements/app.txt
RUN python -m pip install --compile --require-hashes -r requirements/app.txt

COPY pyproject.toml README.md LICENSE streamlit_app.py app_server.py ./
COPY .streamlit .streamlit
COPY callit callit
COPY planner planner
COPY model model
COPY data data
RUN python -m pip install --quiet --no-deps --no-build-isolation .

# Nobody in the container may change what was installed; what people make lies in a volume.
RUN useradd --create-home callit && install --directory --owner=callit /data
USER callit
WORKDIR /home/callit
VOLUME /data

# It listens to whoever reaches the container; `docker run -p` says who that is.
ENV CALLIT_HOME=/data \
    CALLIT_ADDRESS=0.0.0.0 \
    CALLIT_PORT=8501 \
    CALLIT_NO_BROWSER=1
RUN python -P -m model.network.native_encoder || echo "Training will take TensorFlow's slower LSTM."
RUN python -P -m model.ngram.native_ngrams || echo "Counting words will take a slower way."

EXPOSE 8501
HEALTHCHECK --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=5)"]
CMD ["callit", "app"]
