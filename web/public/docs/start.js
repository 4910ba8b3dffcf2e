// The reference page of the open API. It works without internet: the viewer and
// the description both come from this server.
window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  validatorUrl: null,
  // Trying a POST sends a new Idempotency-Key, as every caller must.
  requestInterceptor: (request) => {
    if (request.method !== 'GET') request.headers['Idempotency-Key'] = crypto.randomUUID()
    return request
  },
})
