// Says on the page when the browser could not use a passkey; allauth only writes to the console.
document.addEventListener('allauth.error', () => {
  document.getElementById('passkey-failed').hidden = false
})
