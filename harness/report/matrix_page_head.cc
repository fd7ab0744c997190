// The beginning of the page: styles and elements.

#include "harness/report/matrix_page_parts.h"

namespace shakedown {

const char* const kMatrixPageHead = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>TLS: which client gets on with which server</title>
<style>
  :root {
    color-scheme: light dark;
    --line: #8883; --dim: #5b6470; --focus: #0b63ce;
    --ok: #d3f0da; --ok-text: #0d5626;
    --server: #ffd9d6; --server-text: #8c1410;
    --client: #ffe3bd; --client-text: #7a4300;
    --closed: #e6dcfb; --closed-text: #4f2a94;
    --beyond: #e4e7eb; --beyond-text: #4a5360;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --dim: #a2abb8; --focus: #6cb2ff;
      --ok: #143d22; --ok-text: #9be3b1;
      --server: #561b1a; --server-text: #ffb9b3;
      --client: #4f3208; --client-text: #ffd08a;
      --closed: #362060; --closed-text: #d5c0ff;
      --beyond: #31363d; --beyond-text: #b9c1cc;
    }
  }
  * { box-sizing: border-box; }
  html, body { height: 100%; }
  body { font: 15px/1.4 system-ui, sans-serif; margin: 0; display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 25rem; }
  header { grid-column: 1 / -1; padding: .6rem .9rem .5rem; border-bottom: 1px solid var(--line); }
  h1 { font-size: 1.15rem; margin: 0; display: inline; }
  h2 { font-size: 1.05rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
  h3 { font-size: .95rem; margin: 1rem 0 .3rem; }
  form { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .5rem; }
  input, select, button { font: inherit; padding: .25rem .5rem; }
  input { flex: 1 1 15rem; min-width: 0; }
  select { flex: 0 1 13rem; min-width: 0; }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
  .dim { color: var(--dim); font-size: .92em; }
  code { font-size: .92em; overflow-wrap: anywhere; }
  #grid { overflow: auto; position: relative; outline-offset: -2px; overscroll-behavior: contain; }
  #space { position: relative; }
  .row { position: absolute; left: 0; }
  .heads { position: sticky; top: 0; z-index: 2; background: Canvas; border-bottom: 1px solid var(--line); }
  .corner, .client { position: sticky; left: 0; background: Canvas; z-index: 1; display: block; }
  .corner { font-size: .85rem; color: var(--dim); padding: .4rem .9rem; height: 100%; }
  .client { padding: 0 .5rem 0 .9rem; text-align: right; overflow: hidden;
    text-overflow: ellipsis; white-space: nowrap; border-right: 1px solid var(--line); cursor: pointer; }
  .server { position: absolute; bottom: 0; writing-mode: vertical-rl; transform: rotate(180deg);
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding: .4rem 0; cursor: pointer; }
  .cell { position: absolute; top: 1px; text-align: center; cursor: pointer; border-radius: 3px;
    font-variant-numeric: tabular-nums; font-size: .9rem; }
  .cell, .chip { background: var(--beyond); color: var(--beyond-text); }
  .ok { background: var(--ok); color: var(--ok-text); }
  .by-server { background: var(--server); color: var(--server-text); }
  .by-client { background: var(--client); color: var(--client-text); }
  .closed { background: var(--closed); color: var(--closed-text); }
  .off { opacity: .28; }
  .at { outline: 2px solid var(--focus); outline-offset: -1px; z-index: 1; }
  .client.at, .server.at { outline-offset: -2px; }
  #grid:not(:focus) .at:not(.open) { outline-color: transparent; }
  .open { outline: 2px solid currentColor; }
  .chip { display: inline-block; border-radius: 3px; padding: 0 .45rem; }
  aside { border-left: 1px solid var(--line); overflow: auto; padding: .8rem .9rem 2rem; }
  #close { float: right; margin: -.2rem -.3rem .3rem .6rem; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; margin: .5rem 0; }
  dt { color: var(--dim); }
  dd { margin: 0; overflow-wrap: anywhere; }
  ol { list-style: none; margin: 0; padding: 0; }
  ol li { padding: .25rem 0 .25rem 1.5rem; position: relative; border-top: 1px solid var(--line); }
  ol li::before { content: "\2713"; position: absolute; left: .2rem; color: var(--ok-text); }
  ol li.failed::before { content: "\2717"; color: var(--server-text); }
  ol li.failed { font-weight: 600; }
  ol li .dim { font-weight: 400; display: block; }
  .none { font-style: italic; }
  .common { font-weight: 600; }
  table { border-collapse: collapse; width: 100%; }
  td { text-align: left; vertical-align: top; padding: .2rem .5rem .2rem 0; border-top: 1px solid var(--line); }
  td:last-child { overflow-wrap: anywhere; width: 100%; }
  td:first-child { text-align: right; font-variant-numeric: tabular-nums; }
  .pick { all: unset; cursor: pointer; text-decoration: underline; text-decoration-color: var(--line); }
  .pick:focus-visible { outline: 2px solid var(--focus); }
  .legend { display: flex; flex-wrap: wrap; gap: .3rem .9rem; margin: .3rem 0; }
  .empty { padding: 2rem .9rem; }
  [hidden] { display: none !important; }
  @media (max-width: 50rem) {
    body { grid-template-columns: minmax(0, 1fr); }
    select { flex: 1 1 28%; }
    aside { position: fixed; inset: auto 0 0 0; max-height: 70%; z-index: 5; background: Canvas;
      border: 0; border-top: 2px solid var(--focus); box-shadow: 0 -.3rem 1rem #0004; }
    body:not(.opened) aside { display: none; }
  }
  @media (min-width: 50.01rem) { body:not(.opened) #close { display: none; } #overview { display: none; } }
</style>
<header>
  <h1>Which client gets on with which server</h1> <span id="all" class="dim"></span>
  <form id="filters" role="search">
    <input id="query" type="search" aria-label="Words to look for" placeholder="openssl, secp521r1, handshake_failure ...">
    <select id="verdict" aria-label="Verdict"><option value="">any verdict</option></select>
    <select id="alert" aria-label="Alert"><option value="">any alert</option></select>
    <select id="cause" aria-label="Cause"><option value="">any cause</option></select>
    <button type="reset" id="reset">Clear</button>
    <button type="button" id="overview">By cause</button>
  </form>
  <span id="count" class="dim" role="status"></span>
</header>
<div id="grid" role="grid" tabindex="0" aria-label="Clients by servers; arrow keys move, Enter tells why, Escape goes back">
  <div id="space" role="presentation"></div>
</div>
<aside id="panel" aria-live="polite"><button id="close" type="button" aria-label="Close">&#10005;</button><div id="details"></div></aside>
<noscript>This page draws its table with a script.</noscript>
<script type="application/json" id="data">)html";

}  // namespace shakedown
