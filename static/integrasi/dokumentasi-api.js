// Starts Swagger UI; a file of its own because the page allows no inline script.
const tempat = document.getElementById("dokumentasi");

window.SwaggerUIBundle({
  domNode: tempat,
  url: tempat.dataset.skema,
  deepLinking: true,
  // Its validator badge would ask another host.
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
