import { Box, Building2, type LucideIcon, Package } from 'lucide-react'
import type { ComponentKind } from '../../shared/domain/vocabulary.ts'

export const kindIcons: Record<ComponentKind, LucideIcon> = {
  package: Package,
  product: Box,
  'in-house': Building2,
}
