# The gateway for production: no embedded database, no bundled Node, no development tools. It needs DATABASE_URL (and
# REDIS_URL for several instances); config/compose.yaml shows a whole set.
FROM node:24-slim

ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 OPERATE_PORT=8081 DATA_DIR=/data
WORKDIR /app

COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

COPY schemas schemas
COPY config config
COPY src src

RUN install -d -o node -g node -m 0700 /data
VOLUME /data
USER node
EXPOSE 8080 8081

HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPERATE_PORT}/livez`, { signal: AbortSignal.timeout(2500) }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# In this form node itself is the first process and gets SIGTERM, which it answers with an orderly stop.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts", "all"]
