# Two stages: the first installs into a virtual environment, the second carries it and nothing else.
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/sora-bot
# The locked packages change rarely, so they come first and stay in the layer cache.
COPY requirements.lock ./
RUN /opt/sora-bot/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY adapters ./adapters
RUN /opt/sora-bot/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home sora
COPY --from=build /opt/sora-bot /opt/sora-bot
ENV PATH=/opt/sora-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SORA_LISTEN=0.0.0.0:8080 \
    SORA_DATA_DIR=/data \
    SORA_DATABASE_URL=sqlite:////data/sora-bot.sqlite3 \
    SORA_LOG_FORMAT=json
USER sora
WORKDIR /data
VOLUME /data
EXPOSE 8080
# A stop waits for uploads that are under way; give it longer than Docker's ten seconds: docker stop --time 60
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["sora-bot", "health"]
ENTRYPOINT ["sora-bot"]
CMD ["run"]
