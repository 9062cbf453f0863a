/** Words of the pages that explain: about, open data, accessibility. */
export const pages = {
  about: {
    title: 'About Xinheng',
    lead: 'Xinheng keeps a provable credit file for everyone who takes part in online trade: register, promise, trade, rate, detect, decide, list, publish, repair.',
    sections: [
      {
        title: 'What is published',
        text: [
          'Only what the catalogue allows. A suspicion is not a finding: nothing appears on a public page before a body with authority has decided and the decision was delivered.',
          'What has expired or been repaired leaves the page by itself. Names and numbers of natural persons are partly hidden.',
        ],
      },
      {
        title: 'Where a grade comes from',
        text: [
          'A published scorecard computes it from facts, and each point leads back to its records. Grades of public bodies and evaluations by third parties are shown apart and never mixed.',
        ],
      },
      {
        title: 'If something is wrong',
        text: [
          'Object to the body that decided or provided it; while it is checked the item is marked “under objection”. Once the conduct is corrected, the subject may apply for credit repair.',
        ],
      },
      {
        title: 'Legal basis',
        text: [
          'The E-commerce Law, the Personal Information Protection Law, the Measures for Online Trading Supervision, the Measures for Credit Repair, the notice 发改财金〔2016〕2794号 and others. Each number and its article is under “Policy numbers”.',
        ],
      },
    ],
  },
  openData: {
    title: 'Open data and API',
    lead: 'Whatever this site shows, a program can have too. There is no need to scrape.',
    apiTitle: 'The public API',
    apiText:
      'OpenAPI 3.1; errors by RFC 9457 in Chinese and English; lists are paged by cursor. Public queries need no registration.',
    publicTitle: 'Public queries',
    publicText: 'Anyone may use these; this site uses the very same.',
    columns: { address: 'Address', what: 'What it answers' },
    documentation: 'API reference',
    document: 'OpenAPI document',
    logTitle: 'The log as data',
    logText: 'The whole log is public as C2SP tlog-tiles and may be mirrored.',
    logCheckpoint: 'The latest signed checkpoint',
    logKey: 'Verifier key of the log',
    logTiles: 'Tiles of the hash tree',
    logEntries: 'Entry bundles',
    termsTitle: 'Please note',
    terms: [
      'The decisions themselves prevail; state the time of your query when you quote.',
      'Delete what has been taken down here after its term or after repair, and do not pass it on.',
      'Do not combine public data to re-identify natural persons.',
    ],
  },
  accessibility: {
    title: 'Accessibility statement',
    lead: 'We want everyone to be able to use this site: with a screen reader, with the keyboard alone, or in large text.',
    sections: [
      {
        title: 'What we did',
        items: [
          'We follow WCAG 2.2 AA and GB/T 37668—2019.',
          'Everything works with the keyboard alone; each page begins with “Skip to content”; focus is always visible.',
          'There is a large-text mode; at 400% zoom pages still read without sideways scrolling.',
          'Colour is never the only sign: each grade and state has words, each chart a table beside it.',
          'The system setting for less motion is respected.',
        ],
      },
      {
        title: 'Known shortcomings',
        items: [
          'Screen readers spell out long hashes and codes.',
          'Some records arrive from their source in Chinese only.',
        ],
      },
      {
        title: 'Feedback',
        items: [
          'If something stands in your way, tell the publishing body the address of the page, your browser and your assistive technology.',
        ],
      },
    ],
  },
}
