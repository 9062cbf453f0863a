/** Where the pages start: the reader's language and text size first, so that nothing flickers into another. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../design/index.css'
import { LanguageProvider, preferredLanguage, wordsOf } from '../i18n/language.tsx'
import { queryClient } from './api.ts'
import { router } from './router.tsx'
import { restoreTextSize } from './text-size.ts'

restoreTextSize()
void wordsOf(preferredLanguage()).then(first =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <LanguageProvider first={first}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  ),
)
