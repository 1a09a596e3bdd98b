# The site in a container: Python, the locked packages, the program; nothing runs as root.
FROM python:3.13-slim AS made
WORKDIR /src
COPY requirements-postgres.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/dafeng \
 && /opt/dafeng/bin/pip install --no-cache-dir --require-hashes -r requirements-postgres.lock
COPY src ./src
RUN /opt/dafeng/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/dafeng dafeng
COPY --from=made /opt/dafeng /opt/dafeng
ENV PATH=/opt/dafeng/bin:$PATH PYTHONUNBUFFERED=1 \
    DAFENG_SITE=/var/lib/dafeng/site DJANGO_SETTINGS_MODULE=dafeng.web.settings
USER dafeng
WORKDIR /var/lib/dafeng
VOLUME /var/lib/dafeng
EXPOSE 8000
COPY deploy/healthy.py /opt/healthy.py
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "/opt/healthy.py"]
CMD ["dafeng", "serve", "--site", "/var/lib/dafeng/site", "--host", "0.0.0.0", "--port", "8000"]
