# The build stage runs the same make targets as a person; the last stage keeps what a server needs.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends make git \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/maillage
COPY . .
RUN make setup runtime \
 && rm -rf .venv node_modules

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates fonts-dejavu-core git libharfbuzz-subset0 \
      libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin maillage \
 && install --directory --owner=maillage --mode=0750 /data
COPY --from=build /srv/maillage /srv/maillage
ENV PATH="/srv/maillage/.runtime/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /data
USER 10001
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["maillage"]
CMD ["serve", "--data", "/data", "--host", "0.0.0.0", "--port", "8000"]
